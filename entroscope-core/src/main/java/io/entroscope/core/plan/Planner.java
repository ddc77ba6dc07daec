package io.entroscope.core.plan;

import io.entroscope.core.Parallel;
import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.ort.Device;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.plan.AnalysisPlan.Division;
import io.entroscope.core.plan.AnalysisPlan.Prediction;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSet;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.NotLookedInto;
import io.entroscope.onnx.layer.Predictions;
import io.entroscope.onnx.layer.Weights;
import io.entroscope.onnx.observe.ExposeTensors;
import io.entroscope.result.Caveat;
import io.entroscope.stats.LayerCounts.Histograms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks model, data and settings against each other, all of it before anything runs, and gives the
 * plan.
 */
public final class Planner {
  /** Above this many counters, histograms are kept for all images together only. */
  private static final long MOST_COUNTERS = 16_000_000;

  /** Of the memory that is given, histograms get half; a counter takes 40 bytes at the worst. */
  private static final long BYTES_PER_COUNTER = 80;

  /** Three quarters of the machine: Java's heap is one by default, and much lies outside it. */
  private static final long DEFAULT_MEMORY = 3 * Runtime.getRuntime().maxMemory();

  private final OnnxModel model;
  private final DataSet data;
  private final AnalysisOptions options;
  private final FoundLayers found;

  private Planner(OnnxModel model, DataSet data, AnalysisOptions options) {
    this.model = model;
    this.data = data;
    this.options = options;
    this.found = FoundLayers.of(model);
  }

  /**
   * The plan to analyse a model on images or arrays.
   *
   * @throws PlanException if they do not fit together
   * @throws io.entroscope.onnx.OnnxException if the model cannot be observed as asked
   * @throws io.entroscope.data.DataException if the data are not as they must be
   */
  public static AnalysisPlan plan(OnnxModel model, DataSet data, AnalysisOptions options) {
    return new Planner(model, data, options).plan();
  }

  /**
   * The plan that was made elsewhere, on a machine that has only some of the images, or none.
   *
   * @param model the same
   * @param data with the same facts
   * @param options the same
   * @param division what the plan says of all images
   */
  public static AnalysisPlan replan(
      OnnxModel model, DataSet data, AnalysisOptions options, Division division) {
    return new Planner(model, data, options).plan(division);
  }

  private AnalysisPlan plan() {
    // Of two failures the first task's is thrown: a weight that is not finite explains others.
    AnalysisPlan plan = Parallel.beside(this::lookAtDataAndWeights, () -> plan(null));
    MemoryNeed.of(plan).requireWithin(options.memory().orElse(DEFAULT_MEMORY));
    return plan;
  }

  /** The first two are kept, and the plan waits for them if it comes to them sooner. */
  private void lookAtDataAndWeights() {
    model.detached();
    lookAtFirstImage();
    requireFiniteWeights();
  }

  /** What data keep of it is there when the plan asks, which says, too, what is wrong with it. */
  private void lookAtFirstImage() {
    if (data instanceof ImageDataSet images) {
      try {
        images.shape();
      } catch (DataException e) {
        // Thrown again there.
      }
    }
  }

  private AnalysisPlan plan(@Nullable Division given) {
    TapChooser chooser = new TapChooser(found, options);
    Optional<Predictions> predictions = predictions();
    Set<String> tensors = new LinkedHashSet<>(chooser.tensors());
    predictions.ifPresent(found -> tensors.add(found.tensor()));
    tensors.addAll(layerOutputs());
    OnnxModel exposed = new ExposeTensors(tensors).apply(found.observable());
    try (OrtEngine engine = OrtEngine.open(exposed, Device.CPU, Optimization.NONE)) {
      Trial trial = new Trial(engine, model, data, options);
      Trial.Run run = trial.run(tensors, predictions);
      if (given == null && fitLabels(run)) {
        return new Planner(model, data, options).plan((Division) null);
      }
      ModelInput input = run.input();
      int[] positions = given == null ? options.selection().positions(data) : new int[0];
      BatchPlan batches =
          given == null ? BatchPlan.of(positions, input.batch(options)) : given.batches();

      Optional<Prediction> prediction = run.prediction();
      prediction.ifPresent(of -> data.requireLabelsBelow(positions, outputs(of)));
      Optional<TokenMask> mask = TokenMask.of(input, options);
      TapChooser.Choice choice = chooser.choose(run.probe(), mask, prediction);
      Division division = given == null ? divide(positions, batches, choice.taps()) : given;
      return new AnalysisPlan(
          model,
          found.layers(),
          TokenMask.in(input, mask, choice.taps(), options),
          asRun(input),
          choice.observation(),
          choice.taps(),
          notes(choice),
          prediction,
          run.probe().mostBytes(layerOutputs()),
          division);
    }
  }

  /** Whether labels turned out to be others than was thought, now that outputs are known. */
  private boolean fitLabels(Trial.Run run) {
    return run.prediction()
        .filter(of -> of.what().kind() != Predictions.Kind.LABELS)
        .map(of -> data.fitLabels(outputs(of)))
        .orElse(false);
  }

  private int outputs(Prediction of) {
    return PredictionReader.outputs(of, data.classNames().size());
  }

  /** Those of the output that was asked for, or the likeliest; there may be none. */
  private Optional<Predictions> predictions() {
    Optional<String> asked = options.output();
    if (asked.isPresent()) {
      return asked.filter(name -> !name.equals(AnalysisOptions.NO_OUTPUT)).map(this::predictions);
    }
    return Predictions.findIfAny(model, data.isLabelled() ? data.classNames().size() : 0)
        .filter(found -> data.isLabelled() || found.kind() != Predictions.Kind.LABELS);
  }

  private Predictions predictions(String output) {
    return Predictions.find(model, output);
  }

  /**
   * The options with the number of examples per batch that was chosen: what a result says of it.
   */
  private AnalysisOptions asRun(ModelInput input) {
    return options.batch().isPresent() ? options : options.withBatch(input.chosenBatch(options));
  }

  private List<String> layerOutputs() {
    return found.layers().stream().map(Layer::output).toList();
  }

  private List<Caveat> notes(TapChooser.Choice choice) {
    List<Caveat> notes = new ArrayList<>();
    choice.unobserved().forEach(text -> notes.add(new Caveat("not-observed", text + ".")));
    NotLookedInto.text(found)
        .ifPresent(
            text ->
                notes.add(
                    new Caveat(
                        "not-looked-into",
                        "Not looked into: "
                            + text
                            + ", which hold weights and are no layers that can be observed.")));
    return notes;
  }

  private Division divide(int[] positions, BatchPlan batches, List<Tap> taps) {
    List<Integer> labels =
        Arrays.stream(positions).map(data::label).distinct().sorted().boxed().toList();
    long seed = options.selection().seed();
    return new Division(
        labels,
        batches,
        SampleChooser.choose(data, batches, labels, seed, options.samplesPerClass()),
        histograms(taps, labels.size()),
        GroupDealer.deal(data, batches, labels, seed));
  }

  private void requireFiniteWeights() {
    Weights.firstNonFinite(found)
        .ifPresent(
            weight -> {
              throw new PlanException(
                  "the model's weight '"
                      + weight.initializer()
                      + "' holds "
                      + weight.value()
                      + " at position "
                      + weight.position()
                      + "; its training has diverged, or the file is damaged");
            });
  }

  /** The most detailed ones that fit; that must not depend on the number of threads. */
  private Histograms histograms(List<Tap> taps, int classes) {
    long most =
        options.memory().stream()
            .map(bytes -> Math.min(bytes / BYTES_PER_COUNTER, MOST_COUNTERS))
            .findFirst()
            .orElse(MOST_COUNTERS);
    for (Histograms kind : List.of(Histograms.PER_CLASS, Histograms.POOLED)) {
      if (MemoryNeed.histogramCounters(taps, classes, kind) <= most) {
        return kind;
      }
    }
    return Histograms.NONE;
  }
}
