package io.entroscope.core.prune;

import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.edit.DropLayer;
import io.entroscope.onnx.edit.FoldLayers;
import io.entroscope.onnx.edit.LayerEdit;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.KeptNames;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Layers;
import java.util.ArrayList;
import java.util.List;

/**
 * A model after an edit of its layers.
 *
 * @param model after the edit
 * @param done what was done to each layer, in words
 */
public record EditedModel(OnnxModel model, List<String> done) {
  public EditedModel {
    done = List.copyOf(done);
  }

  /**
   * Drops layers, in order of depth: a layer as wide as its input is bypassed together with its
   * activation; one that changes the width is folded into the next layer. The others keep their
   * names.
   *
   * @param names of fully connected layers, as {@link Layers#select} reads them
   * @throws OnnxException if one is unknown or cannot be dropped, with the reason
   */
  public static EditedModel drop(OnnxModel model, List<String> names) {
    FoundLayers whole = FoundLayers.of(model);
    FoundLayers left = whole;
    List<Layer> layers = Layers.select(left.layers(), String.join(",", names));
    List<String> done = new ArrayList<>();
    for (Layer chosen : layers) {
      Layer layer = current(left, chosen);
      if (layer.kind() != LayerKind.FULLY_CONNECTED) {
        throw new OnnxException(
            "layer '"
                + layer.name()
                + "' cannot be dropped: it is a convolution, and only fully connected layers can"
                + " be");
      }
      boolean square = isSquare(layer);
      LayerEdit edit = square ? new DropLayer(layer) : new FoldLayers(layer);
      OnnxModel edited = edit.apply(left);
      if (edited == left.model()) {
        throw new OnnxException(
            "layer '" + layer.name() + "' is no longer there; it was named twice");
      }
      done.add(
          square
              ? layer.name() + " bypassed"
              : layer.name() + " folded into the next layer, without its nonlinearity");
      left = FoundLayers.of(edited);
    }
    return new EditedModel(KeptNames.keep(whole, left), done);
  }

  /**
   * How a layer would be dropped: {@code bypass} or {@code fold}.
   *
   * @throws OnnxException as {@link #drop}
   */
  public static String way(OnnxModel model, String name) {
    drop(model, List.of(name));
    return isSquare(Layers.select(Layers.find(model), name).get(0)) ? "bypass" : "fold";
  }

  private static boolean isSquare(Layer layer) {
    return layer.inputs() == layer.units();
  }

  /** The layer as it is now, by its old name: folding the one before changes what enters it. */
  private static Layer current(FoundLayers left, Layer layer) {
    return left.layers().stream()
        .filter(now -> now.node().equals(layer.node()))
        .findFirst()
        .map(now -> now.withName(layer.name()))
        .orElse(layer);
  }
}
