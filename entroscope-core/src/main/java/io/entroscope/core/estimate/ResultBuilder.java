package io.entroscope.core.estimate;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.Parallel;
import io.entroscope.core.estimate.LayerResults.Layered;
import io.entroscope.core.indicator.Statistics;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.Tool;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Samples;
import io.entroscope.core.plan.ModelInput;
import io.entroscope.core.plan.Pictures;
import io.entroscope.core.plan.Pictures.Wanted;
import io.entroscope.core.state.AnalysisState;
import io.entroscope.data.DataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.TensorProto;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.AnalysisResult.Origin;
import io.entroscope.result.AnalysisResult.Predictions;
import io.entroscope.result.ArrayInput;
import io.entroscope.result.Caveat;
import io.entroscope.result.DataInfo;
import io.entroscope.result.ImageTable;
import io.entroscope.result.Interval;
import io.entroscope.result.MistakenImage;
import io.entroscope.result.ModelInfo;
import io.entroscope.result.PreprocessingInfo;
import io.entroscope.result.SampleImage;
import io.entroscope.result.Settings;
import io.entroscope.result.Verdict;
import io.entroscope.result.derived.WrongImages;
import io.entroscope.result.layer.FeatureMap;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.stats.inference.Wilson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts a result together from a plan and what running it gave. */
public final class ResultBuilder {
  /** Of how many mistakes a result has the pictures, for each sample of a class. */
  private static final int MISTAKES = 12;

  private static final int MOST_MISTAKES = 60;

  private final AnalysisPlan plan;
  private final AnalysisState state;

  private final Map<String, List<FeatureMap>> maps;
  private final Optional<Caveat> warning;

  private ResultBuilder(
      AnalysisPlan plan,
      AnalysisState state,
      Map<String, List<FeatureMap>> maps,
      Optional<Caveat> warning) {
    this.plan = plan;
    this.warning = warning;
    this.state = state;
    this.maps = maps;
  }

  /**
   * The result that a finished state means.
   *
   * @param maps of convolutions, by the tensor observed
   * @param warning if an image's numbers depend on the others in its batch
   * @throws AnalysisException if no image could be decoded, or a layer gave no finite activation
   */
  public static AnalysisResult build(
      AnalysisPlan plan,
      AnalysisState state,
      Map<String, List<FeatureMap>> maps,
      Optional<Caveat> warning) {
    return new ResultBuilder(plan, state, maps, warning).build();
  }

  private AnalysisResult build() {
    long images = 0;
    for (int c = 0; c < plan.labels().size(); c++) {
      images += Arrays.stream(state.confusion()[c]).sum();
    }
    if (images == 0) {
      throw new AnalysisException("no image could be decoded, so there is nothing to report");
    }
    int[] shown = state.shown(plan.samples());
    List<Layered> built = new ArrayList<>();
    Seen seen =
        Parallel.beside(
            () -> built.addAll(new LayerResults(plan, state, shown, maps).build()),
            () -> seen(shown));
    List<LayerResult> layers = built.stream().map(Layered::result).toList();
    DataInfo data = data(images);
    Settings settings = settings();
    Predictions predictions = predictions(images, seen.mistakes());
    Verdict verdict = verdict(built, guessing(predictions));
    return new AnalysisResult(
        Origin.of(Tool.INFO, model(), data, settings),
        predictions,
        verdict,
        Stream.concat(
                warning.stream(),
                Caveats.of(plan, data, settings, predictions, verdict, layers).stream())
            .toList(),
        samples(shown, seen.pictures()),
        layers,
        null,
        plan.options().indicators().asked() ? Statistics.descriptions() : null,
        seen.table(),
        BlockResults.of(plan, state));
  }

  /**
   * What is said of single images.
   *
   * @param mistakes the surest ones; null if they are not known
   * @param pictures of the images shown
   */
  private record Seen(
      @Nullable ImageTable table, @Nullable List<MistakenImage> mistakes, String[] pictures) {}

  private Seen seen(int[] shown) {
    ImageTable table = ImageTables.of(plan, state.images());
    int[] mistaken = plan.isJudged() && table != null ? mistaken(table) : new int[0];
    List<String[]> pictures =
        Pictures.of(
            plan,
            List.of(
                new Wanted(mistaken, Pictures.SMALL),
                new Wanted(positions(shown), Pictures.LARGE)));
    return new Seen(
        table, table == null ? null : mistakes(mistaken, pictures.get(0)), pictures.get(1));
  }

  private Predictions predictions(long images, @Nullable List<MistakenImage> mistakes) {
    Double confidence = ImageTables.meanConfidence(state.images());
    if (!plan.isJudged()) {
      return Predictions.unjudged(confidence);
    }
    long hits = 0;
    for (int c = 0; c < plan.labels().size(); c++) {
      hits += state.confusion()[c][plan.labels().get(c)];
    }
    Interval interval = Interval.of(Wilson.interval(hits, images));
    return new Predictions((double) hits / images, interval, confusion(), confidence, mistakes);
  }

  /** The positions of the surest mistakes. */
  private int[] mistaken(ImageTable table) {
    long most = Math.min(MOST_MISTAKES, (long) MISTAKES * plan.options().samplesPerClass());
    return WrongImages.surest(table).stream().limit(most).mapToInt(table::positionOf).toArray();
  }

  private List<MistakenImage> mistakes(int[] positions, String[] pictures) {
    return IntStream.range(0, positions.length)
        .mapToObj(i -> new MistakenImage(positions[i], name(positions[i]), pictures[i]))
        .toList();
  }

  private @Nullable String name(int position) {
    return plan.data().name(position).orElse(null);
  }

  private Optional<Guessing> guessing(Predictions predictions) {
    Double accuracy = predictions.accuracy();
    Interval interval = predictions.accuracyInterval();
    if (accuracy == null || interval == null) {
      return Optional.empty();
    }
    long[] images =
        Arrays.stream(state.confusion()).mapToLong(row -> Arrays.stream(row).sum()).toArray();
    return Optional.of(Guessing.of(accuracy, interval, plan.outputs(), images));
  }

  private Verdict verdict(List<Layered> layers, Optional<Guessing> guessing) {
    return VerdictReader.read(
        layers.stream().filter(layer -> layer.result().inVerdict()).map(Layered::curves).toList(),
        plan.labels().stream().map(plan.data().classNames()::get).toList(),
        guessing);
  }

  private int[] positions(int[] shown) {
    return Arrays.stream(shown).map(i -> plan.samples().positions()[i]).toArray();
  }

  /** The places of the shown samples, by class, then position. */
  private List<SampleImage> samples(int[] shown, String[] pictures) {
    Samples samples = plan.samples();
    int[] positions = positions(shown);
    List<SampleImage> images = new ArrayList<>();
    for (int i = 0; i < shown.length; i++) {
      images.add(
          new SampleImage(
              positions[i],
              name(positions[i]),
              samples.places()[shown[i]],
              plan.isJudged() ? place(state.samplePredictions()[shown[i]]) : null,
              pictures[i]));
    }
    return images;
  }

  private ModelInfo model() {
    OnnxModel model = plan.model();
    return new ModelInfo(
        model.path().map(Path::toString).orElse(""),
        model.sha256(),
        (model.proto().getProducerName() + " " + model.proto().getProducerVersion()).strip(),
        model.opset(),
        parameters(model),
        plan.input().tensor().name(),
        plan.input().tensor().shape(),
        plan.predictions().map(of -> of.what().tensor()).orElse(null),
        new TreeMap<>(model.metadata()));
  }

  private static long parameters(OnnxModel model) {
    long parameters = 0;
    for (TensorProto tensor : model.graph().initializers().values()) {
      if (Tensors.isFloating(tensor)) {
        parameters += tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
      }
    }
    return parameters;
  }

  private DataInfo data(long images) {
    DataSet data = plan.data();
    return new DataInfo(
        data.path().toString(),
        data.format().id(),
        data.split().id(),
        images,
        data.size(),
        state.skipped(),
        plan.labels().stream().map(data.classNames()::get).toList(),
        Arrays.stream(state.confusion()).map(row -> Arrays.stream(row).sum()).toList(),
        arrays(),
        data.isLabelled() ? null : false);
  }

  private Settings settings() {
    AnalysisOptions options = plan.options();
    BatchPlan batches = plan.batches();
    Selection selection = options.selection();
    return new Settings(
        options.layers().orElse("fc"),
        options.at().id(),
        options.normalizer().name().toLowerCase(Locale.ROOT),
        preprocessing(),
        batches.batchSize(),
        new Settings.Selected(selection.seed(), selection.perClass(), selection.limit()),
        AnalysisOptions.GROUPS,
        options.indicators().asked() ? true : null,
        mask(),
        plan.request().json());
  }

  private @Nullable PreprocessingInfo preprocessing() {
    if (!(plan.input() instanceof ModelInput.Images images)) {
      return null;
    }
    Preprocessing of = images.preprocessing();
    return new PreprocessingInfo(
        of.scale(),
        of.mean(),
        of.std(),
        of.resize().map(size -> List.of(size.height(), size.width())).orElse(null),
        images.shape().layout().id(),
        images.shape().image().channels(),
        images.preprocessingSource());
  }

  /** What went into the model besides images; null if that is what did. */
  private @Nullable List<ArrayInput> arrays() {
    if (!(plan.input() instanceof ModelInput.Arrays arrays)) {
      return null;
    }
    return arrays.fed().stream()
        .map(
            of ->
                new ArrayInput(
                    of.tensor().name(),
                    of.array().name(),
                    of.array().array().type().id(),
                    of.array().array().shape()))
        .toList();
  }

  private @Nullable String mask() {
    return plan.input() instanceof ModelInput.Arrays arrays ? arrays.mask().orElse(null) : null;
  }

  /**
   * {@code [C, C]} over the classes analysed, with one more column where the model names others as
   * well.
   */
  private long[][] confusion() {
    int classes = plan.labels().size();
    boolean others = classes < plan.outputs();
    long[][] rows = new long[classes][others ? classes + 1 : classes];
    for (int c = 0; c < classes; c++) {
      for (int output = 0; output < plan.outputs(); output++) {
        rows[c][place(output)] += state.confusion()[c][output];
      }
    }
    return rows;
  }

  /** The place of a class index among the classes analysed; one past their end for all others. */
  private int place(int classIndex) {
    int place = plan.labels().indexOf(classIndex);
    return place >= 0 ? place : plan.labels().size();
  }
}
