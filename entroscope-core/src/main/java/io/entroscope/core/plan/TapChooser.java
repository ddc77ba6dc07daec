package io.entroscope.core.plan;

import io.entroscope.core.PlanException;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.plan.Probe.Observed;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.layer.Position;
import io.entroscope.onnx.observe.ExposeTensors;
import io.entroscope.onnx.observe.Observation;
import io.entroscope.onnx.observe.ObserveLayers;
import io.entroscope.onnx.observe.Reduction;
import io.entroscope.onnx.observe.TapPoint;
import io.entroscope.setting.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses where a model is observed: at the requested layers, as far as they have units for each
 * image. A layer requested by name must have them; of the others, those without are noted.
 */
final class TapChooser {
  private static final Set<String> GROUPS = Set.of("fc", "conv", "recurrent", "all");

  private final OnnxModel model;
  private final List<Layer> layers;
  private final boolean byName;
  private final List<Position> positions;

  /**
   * For the layers and positions that the options ask for.
   *
   * @param found all layers of the model
   */
  TapChooser(FoundLayers found, AnalysisOptions options) {
    List<Layer> all = found.layers();
    this.model = found.observable();
    this.positions = options.at().positions();
    String expression = options.layers().orElse("fc");
    List<Layer> selected = Layers.select(all, expression);
    this.layers = options.layers().isPresent() ? selected : all;
    this.byName =
        Arrays.stream(expression.split(",", -1)).anyMatch(word -> !GROUPS.contains(word.strip()));
  }

  /** The tensors whose shapes a {@link Probe} must measure. */
  Set<String> tensors() {
    Set<String> tensors = new LinkedHashSet<>();
    for (Layer layer : layers) {
      positions.forEach(position -> tensors.add(layer.tensor(position)));
    }
    return tensors;
  }

  /**
   * The choice.
   *
   * @param observation the model with observation nodes in it
   * @param taps the tap points, in order of depth
   * @param unobserved a sentence for each layer that cannot be observed
   */
  record Choice(Observation observation, List<Tap> taps, List<String> unobserved) {}

  /**
   * Chooses, knowing the shapes.
   *
   * @param mask which tokens count, if something says so
   * @param predictions the tensor that predictions are read from, made an output if it is none
   * @throws PlanException if a layer asked for by name cannot be observed, or none can
   */
  Choice choose(Probe probe, Optional<TokenMask> mask, String predictions) {
    List<TapPoint> points = new ArrayList<>();
    List<List<Long>> shapes = new ArrayList<>();
    List<String> unobserved = new ArrayList<>();
    for (Layer layer : layers) {
      List<TapPoint> raw =
          positions.stream()
              .map(position -> new TapPoint(layer, position, Reduction.none()))
              .toList();
      List<Observed> observed =
          raw.stream().flatMap(point -> probe.observed(point, mask).stream()).toList();
      if (observed.size() < raw.size()) {
        unobserved.add(unobservable(layer, probe.reason(raw.get(0))));
        continue;
      }
      for (int i = 0; i < raw.size(); i++) {
        points.add(new TapPoint(layer, positions.get(i), observed.get(i).reduction()));
        shapes.add(observed.get(i).shape());
      }
    }
    if (points.isEmpty()) {
      throw new PlanException(
          "no layer gives units for each image, so none can be observed: " + unobserved.get(0));
    }
    Observation observation =
        new ObserveLayers(points).observe(new ExposeTensors(List.of(predictions)).apply(model));
    List<Tap> taps = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      taps.add(
          new Tap(
              observation.taps().get(i),
              shapes.get(i),
              points.get(i).layer().kind() == LayerKind.FULLY_CONNECTED));
    }
    return new Choice(observation, taps, unobserved);
  }

  private String unobservable(Layer layer, String reason) {
    String text = "layer '" + layer.name() + "' cannot be observed: " + reason;
    if (byName) {
      throw new PlanException(text + "; name other layers with " + Setting.LAYERS);
    }
    return text;
  }
}
