package io.entroscope.study.reproduce.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.prune.EditedModel;
import io.entroscope.data.image.ImageShape;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.proto.TensorProto;
import io.entroscope.study.reproduce.experiment.Experiment.Surgery;
import io.entroscope.study.reproduce.experiment.Experiment.Way;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.architecture.Architectures;
import io.entroscope.torch.architecture.Initialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The three ways of taking a layer out. */
class SurgeryEditsTest {
  private static final OnnxModel MODEL =
      Architectures.parse("fc8 fc8 fc8 fc8", Architecture.Options.PLAIN)
          .network(new ImageShape(1, 2, 2), 3, new Initialization(1, 1));

  private static EditedModel without(String layer, Way way, long seed) {
    return Edits.apply(MODEL, new Surgery(layer, way), null, seed);
  }

  private static List<String> units(OnnxModel model) {
    return Layers.find(model).stream().map(Layer::name).toList();
  }

  private static Map<String, TensorProto> weights(OnnxModel model) {
    Map<String, TensorProto> weights = new HashMap<>();
    model.proto().getGraph().getInitializerList().forEach(t -> weights.put(t.getName(), t));
    return weights;
  }

  /** The names of weights that are there before and after, and not the same. */
  private static List<String> changed(OnnxModel after) {
    Map<String, TensorProto> before = weights(MODEL);
    return weights(after).entrySet().stream()
        .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  @Test
  void eachLeavesOneLayerFewer() {
    for (Way way : Way.values()) {
      EditedModel edited = without("fc3", way, 5);
      assertThat(units(edited.model())).as("%s", way).hasSize(units(MODEL).size() - 1);
      assertThat(edited.done()).containsExactly("fc3 " + way.words());
    }
  }

  @Test
  void bypassingChangesNoWeight() {
    assertThat(changed(without("fc3", Way.BYPASS, 5).model())).isEmpty();
  }

  @Test
  void foldingAndRebuildingChangeTheNextLayerAlone() {
    OnnxModel folded = without("fc3", Way.FOLD, 5).model();
    OnnxModel rebuilt = without("fc3", Way.REBUILD, 5).model();
    assertThat(changed(folded)).containsExactly("fc4.weight").isEqualTo(changed(rebuilt));
    assertThat(weights(folded)).isNotEqualTo(weights(rebuilt));
  }

  @Test
  void rebuildingFollowsTheSeed() {
    assertThat(weights(without("fc3", Way.REBUILD, 5).model()))
        .isEqualTo(weights(without("fc3", Way.REBUILD, 5).model()))
        .isNotEqualTo(weights(without("fc3", Way.REBUILD, 6).model()));
  }
}
