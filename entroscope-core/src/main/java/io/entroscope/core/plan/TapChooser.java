package io.entroscope.core.plan;

import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.core.plan.AnalysisPlan.Prediction;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.plan.Probe.Observed;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Upstream;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.layer.Position;
import io.entroscope.onnx.observe.BlockPoint;
import io.entroscope.onnx.observe.ExposeTensors;
import io.entroscope.onnx.observe.Observation;
import io.entroscope.onnx.observe.ObserveBlocks;
import io.entroscope.onnx.observe.ObserveLayers;
import io.entroscope.onnx.observe.Reduction;
import io.entroscope.onnx.observe.TapPoint;
import io.entroscope.setting.Setting;
import io.entroscope.stats.SecondMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses where a model is observed: at the requested layers, as far as they have units for each
 * image. A layer requested by name must have them; of the others, those without are noted.
 */
final class TapChooser {
  private static final Set<String> GROUPS = Set.of("fc", "conv", "recurrent", "all");

  private final OnnxModel model;
  private final StreamChooser streams;
  private final List<Layer> layers;
  private final IndicatorScope indicators;
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
    this.streams = new StreamChooser(found);
    this.indicators = options.indicators();
    String expression = options.layers().orElse("fc");
    this.layers =
        options.layers().isEmpty() && !streams.isEmpty()
            ? all.stream().filter(layer -> !streams.holds(layer)).toList()
            : chosen(all, expression, options.layers().isPresent());
    this.byName =
        Arrays.stream(expression.split(",", -1)).anyMatch(word -> !GROUPS.contains(word.strip()));
  }

  /** Those asked for; by default all, but not without any that is fully connected. */
  private static List<Layer> chosen(List<Layer> all, String expression, boolean asked) {
    List<Layer> selected = Layers.select(all, expression);
    return asked ? selected : all;
  }

  /** The tensors whose shapes a {@link Probe} must measure. */
  Set<String> tensors() {
    Set<String> tensors = new LinkedHashSet<>(streams.tensors());
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
   * @param predictions what is made an output if it is none; empty if nothing is predicted
   * @throws PlanException if a layer asked for by name cannot be observed, or none can
   */
  Choice choose(Probe probe, Optional<TokenMask> mask, Optional<Prediction> predictions) {
    List<TapPoint> points = new ArrayList<>();
    List<List<Long>> shapes = new ArrayList<>();
    List<String> unobserved = new ArrayList<>();
    for (Layer layer : streams.with(layers, probe)) {
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
    Set<String> exposed =
        predictions.stream().map(one -> one.what().tensor()).collect(Collectors.toSet());
    Observation observation =
        new ObserveBlocks(streams.points(probe, mask), this::rowsAreWanted)
            .observe(new ObserveLayers(points).observe(new ExposeTensors(exposed).apply(model)));
    boolean blocks = points.stream().anyMatch(of -> of.layer().kind() == LayerKind.BLOCK);
    List<Layer> curve =
        leading(
            points.stream().map(TapPoint::layer).filter(of -> isInCurve(of, blocks)).toList(),
            exposed);
    List<Tap> taps = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      boolean inVerdict = curve.contains(points.get(i).layer());
      taps.add(new Tap(observation.taps().get(i), shapes.get(i), inVerdict));
    }
    return new Choice(observation, taps, unobserved);
  }

  /** Of a network of blocks, the curve is that of its stream, and of the head behind them. */
  private boolean isInCurve(Layer layer, boolean blocks) {
    return blocks
        ? layer.kind() == LayerKind.BLOCK || streams.isHead(layer)
        : layer.kind() == LayerKind.FULLY_CONNECTED;
  }

  /** Those that lead to the predictions, so that heads side by side are not strung on one line. */
  private List<Layer> leading(List<Layer> curve, Set<String> predictions) {
    List<Upstream> ways =
        predictions.stream().map(tensor -> Upstream.of(model.graph(), tensor)).toList();
    List<Layer> leading =
        curve.stream()
            .filter(layer -> ways.stream().anyMatch(way -> way.holds(layer.output())))
            .toList();
    return leading.isEmpty() ? curve : leading;
  }

  private boolean rowsAreWanted(BlockPoint point) {
    return indicators.asked()
        && point.before().stream().allMatch(of -> of.width() <= SecondMoments.MOST_UNITS);
  }

  private String unobservable(Layer layer, String reason) {
    boolean block = layer.kind() == LayerKind.BLOCK;
    String text =
        (block ? "block '" : "layer '") + layer.name() + "' cannot be observed: " + reason;
    if (byName && !block) {
      throw new PlanException(text + "; name other layers with " + Setting.LAYERS);
    }
    return text;
  }
}
