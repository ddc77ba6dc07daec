package io.entroscope.onnx.layer;

import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.internal.LayerFinder;
import io.entroscope.onnx.layer.internal.LayerTrace;
import java.util.List;

/**
 * A model with its layers and the nodes that each is made of, found once for whoever observes,
 * checks or edits them. For one thread at a time: what has been read of constants is kept.
 */
public final class FoundLayers {
  private final OnnxModel model;
  private final LayerFinder finder;
  private final List<LayerTrace> traces;
  private final List<Layer> layers;

  private FoundLayers(OnnxModel model, LayerFinder finder, List<LayerTrace> traces) {
    this.model = model;
    this.finder = finder;
    this.traces = List.copyOf(traces);
    this.layers = Layers.of(model, traces);
  }

  /** The layers of a model. */
  public static FoundLayers of(OnnxModel model) {
    LayerFinder finder = new LayerFinder(model);
    return new FoundLayers(model, finder, Layers.inDepthOrder(model.graph(), finder.find()));
  }

  /** The model that they are layers of. */
  public OnnxModel model() {
    return model;
  }

  /** The layers, as {@link Layers#find} lists them. */
  public List<Layer> layers() {
    return layers;
  }

  /**
   * The model in which every layer has its tensors: with what operators keep to themselves made
   * beside them, and the states named that recurrent ones leave out. The model itself where it has
   * them all.
   */
  public OnnxModel observable() {
    return new Observable(model.graph()).of(model, traces);
  }

  /** The nodes of each layer, for the edits of this module. */
  public List<LayerTrace> traces() {
    return traces;
  }

  /** What found them, and knows what happens between them, for the edits of this module. */
  public LayerFinder finder() {
    return finder;
  }
}
