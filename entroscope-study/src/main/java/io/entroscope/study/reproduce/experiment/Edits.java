package io.entroscope.study.reproduce.experiment;

import io.entroscope.core.PlanException;
import io.entroscope.core.prune.EditedModel;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.edit.DropLayer;
import io.entroscope.onnx.edit.FoldLayers;
import io.entroscope.onnx.edit.RescaleLayer;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.study.reproduce.experiment.Experiment.DropNamed;
import io.entroscope.study.reproduce.experiment.Experiment.DropOther;
import io.entroscope.study.reproduce.experiment.Experiment.DropPointed;
import io.entroscope.study.reproduce.experiment.Experiment.Edit;
import io.entroscope.study.reproduce.experiment.Experiment.Rescale;
import io.entroscope.study.reproduce.experiment.Experiment.Surgery;
import io.entroscope.torch.architecture.Initialization;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies the edits of experiments to networks. */
final class Edits {
  private Edits() {}

  /**
   * The edited network, and what was done in words.
   *
   * @param choice the layer chosen by the network's own experiment; null if none was
   * @param seed of new random weights
   */
  static EditedModel apply(OnnxModel model, Edit edit, @Nullable LayerChoice choice, long seed) {
    if (edit instanceof DropPointed) {
      return EditedModel.drop(model, List.of(required(choice).layer()));
    }
    if (edit instanceof DropOther) {
      String other = required(choice).other();
      if (other == null) {
        throw new PlanException("the network has no other layer that could be deleted");
      }
      return EditedModel.drop(model, List.of(other));
    }
    if (edit instanceof DropNamed drop) {
      return EditedModel.drop(model, List.of(drop.layer()));
    }
    if (edit instanceof Surgery surgery) {
      return surgery(model, surgery, seed);
    }
    if (edit instanceof Rescale rescale) {
      return rescaled(model, rescale.factor());
    }
    return new EditedModel(model, List.of());
  }

  private static EditedModel surgery(OnnxModel model, Surgery surgery, long seed) {
    List<Layer> layers = Layers.find(model);
    Layer layer = Layers.select(layers, surgery.layer()).get(0);
    OnnxModel without =
        switch (surgery.way()) {
          case BYPASS -> new DropLayer(layer).apply(model);
          case FOLD -> new FoldLayers(layer).apply(model);
          case REBUILD ->
              new Initialization(seed, 1)
                  .apply(
                      new FoldLayers(layer).apply(model),
                      layers.get(layers.indexOf(layer) + 1).node());
        };
    return new EditedModel(without, List.of(layer.name() + " " + surgery.way().words()));
  }

  private static LayerChoice required(@Nullable LayerChoice choice) {
    if (choice == null) {
      throw new PlanException("the experiment that this one starts from chose no layer");
    }
    return choice;
  }

  private static EditedModel rescaled(OnnxModel model, double first) {
    List<String> names =
        Layers.find(model).stream()
            .filter(layer -> layer.kind() == LayerKind.FULLY_CONNECTED)
            .map(Layer::name)
            .toList();
    List<String> done = new ArrayList<>();
    OnnxModel changed = model;
    double factor = first;
    for (String name : names.subList(0, names.size() - 1)) {
      Layer layer = Layers.select(Layers.find(changed), name).get(0);
      changed = new RescaleLayer(layer, factor).apply(changed);
      done.add(name + " multiplied by " + factor);
      factor = 1 / factor;
    }
    return new EditedModel(changed, done);
  }
}
