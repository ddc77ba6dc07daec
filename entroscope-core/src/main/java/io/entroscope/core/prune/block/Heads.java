package io.entroscope.core.prune.block;

import io.entroscope.core.ablate.OutputForm;
import io.entroscope.core.ablate.OutputForm.Places;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Layers;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the linear head of a network: the layer that makes its scores, one row an example. */
final class Heads {
  /** What leaves the order of scores as it is. */
  private static final Set<String> KEEPING = Set.of("Softmax", "LogSoftmax", "Identity", "Cast");

  private Heads() {}

  /** The head that an output comes from; empty if it has none that can be fitted again. */
  static Optional<Layer> find(OnnxModel model, OutputForm output) {
    boolean scores =
        output.places() == Places.WHOLE
            && output.meaning().isDistribution()
            && output.columns() > 1;
    if (!scores) {
      return Optional.empty();
    }
    String tensor = logits(model.graph(), output.tensor());
    List<Layer> ends =
        Layers.find(model).stream()
            .filter(layer -> layer.kind() == LayerKind.FULLY_CONNECTED)
            .filter(layer -> layer.output().equals(tensor) && layer.units() == output.columns())
            .filter(layer -> HeadFit.canReplace(model, layer))
            .toList();
    return ends.stream().findFirst();
  }

  private static String logits(Graph graph, String tensor) {
    String current = tensor;
    while (true) {
      var maker = graph.producer(current);
      if (maker.isEmpty() || !KEEPING.contains(maker.get().getOpType())) {
        return current;
      }
      current = maker.get().getInput(0);
    }
  }
}
