package io.entroscope.study.judge;

import io.entroscope.advice.Indicator;
import io.entroscope.advice.Trial;
import io.entroscope.core.Analyzer;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.plan.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.prune.EditedModel;
import io.entroscope.core.run.Classifier;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Verdict;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.prune.FineTune;
import io.entroscope.torch.train.Recipes;
import io.entroscope.torch.train.Trainer;
import io.entroscope.torch.train.TrainingListener;
import io.entroscope.torch.train.TrainingOptions;
import io.entroscope.torch.train.TrainingRequest;
import io.entroscope.torch.train.Tuning;
import io.entroscope.torch.train.TuningOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Scores advice against the truth: removes each removable layer from every network, fine-tunes the
 * unchanged and the reduced network alike, and records what each indicator had predicted.
 * Indicators and training use the training split; accuracies are measured on the test split. Each
 * network and seed has its own file, and existing files are not computed again.
 */
public final class Judge {
  private final DataSpec images;
  private final AnalysisOptions options;
  private final TuningOptions tuning;
  private final TrialFiles files;
  private final TrainingListener listener;

  /**
   * A judge.
   *
   * @param images the dataset
   * @param options of preprocessing, and the training images that indicators use
   * @param tuning how the unchanged and the reduced network are fine-tuned; its seed is not used
   * @param out the folder of the trials
   * @param listener of the trainings; a note says what each is for
   */
  public Judge(
      DataSpec images,
      AnalysisOptions options,
      TuningOptions tuning,
      Path out,
      TrainingListener listener) {
    if (!options.indicators().asked()) {
      throw new IllegalArgumentException("a judge without indicators");
    }
    this.images = images;
    this.options = options;
    this.tuning = tuning;
    this.files = new TrialFiles(out);
    this.listener = listener;
  }

  /**
   * The trials of all layers but the first and the last of each network's curve.
   *
   * @param models ONNX files
   * @param seeds number of seeds, from 1
   * @throws PlanException if an existing trial belongs to another model or budget
   * @throws IOException if a file cannot be written
   */
  public List<Trial> run(List<Path> models, int seeds) throws IOException {
    List<Trial> trials = new ArrayList<>();
    for (Path file : models) {
      OnnxModel model = OnnxModel.read(file);
      String network = String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", "");
      Analysed analysed = null;
      for (int seed = 1; seed <= seeds; seed++) {
        Optional<List<Trial>> done = files.complete(network, model.sha256(), seed, tuning.epochs());
        if (done.isPresent()) {
          trials.addAll(done.get());
          continue;
        }
        analysed = analysed == null ? analyse(model, network) : analysed;
        List<Trial> made = trials(model, network, analysed, seed);
        files.write(network, seed, made);
        trials.addAll(made);
      }
    }
    return trials;
  }

  /**
   * A network trained by the recipe of its architecture with seed 1, in the folder {@code networks}
   * next to the trials; if it exists, it is not trained again.
   *
   * @param architecture a preset's name or a notation
   * @param epochs 0: the recipe's
   * @throws TorchException if the architecture is not understood, or the images do not fit it
   */
  public Path trained(String architecture, int epochs) throws IOException {
    TrainingOptions recipe = Recipes.of(architecture, 1, options.threads());
    TrainingOptions how = epochs > 0 ? recipe.withEpochs(epochs) : recipe;
    Path file =
        files
            .folder()
            .resolve("networks")
            .resolve(architecture.strip().replaceAll("\\W+", "-") + "-" + how.epochs() + ".onnx");
    if (!Files.exists(file)) {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      listener.note("training " + architecture + ", " + how.epochs() + " epochs");
      TrainingRequest request =
          new TrainingRequest(
              TrainingRequest.Start.of(architecture),
              Optional.empty(),
              images,
              0,
              Optional.ofNullable(options.pixels().resize()),
              Optional.empty(),
              how,
              file,
              true);
      Trainer.run(request.plan(), listener);
    }
    return file;
  }

  private record Analysed(List<LayerResult> curve, Verdict verdict) {}

  private Analysed analyse(OnnxModel model, String network) {
    listener.note(network + ": indicators");
    try (ImageDataSet data = DataSets.open(images.withSplit(Split.TRAIN))) {
      AnalysisPlan plan = Planner.plan(model, data, options);
      plan.outputNote().ifPresent(note -> listener.note(network + ": " + note));
      AnalysisResult result = Analyzer.run(plan, Progress.NONE);
      Verdict verdict = result.verdict();
      List<LayerResult> curve = result.layers().stream().filter(LayerResult::inVerdict).toList();
      if (verdict == null || curve.size() < 3) {
        throw new PlanException(
            network + " has fewer than three fully connected layers, so none can be judged");
      }
      return new Analysed(curve, verdict);
    }
  }

  private List<Trial> trials(OnnxModel model, String network, Analysed analysed, long seed) {
    listener.note(network + ": the whole network, seed " + seed);
    Tested whole = tuned(model, seed);
    List<Trial> trials = new ArrayList<>();
    for (int i = 1; i < analysed.curve().size() - 1; i++) {
      LayerResult layer = analysed.curve().get(i);
      OnnxModel rest;
      try {
        rest = EditedModel.drop(model, List.of(layer.name())).model();
      } catch (OnnxException e) {
        listener.note(network + ": " + e.getMessage());
        continue;
      }
      listener.note(network + ": without " + layer.name() + ", seed " + seed);
      Map<String, Double> scores =
          Indicator.scores(analysed.verdict(), analysed.curve().get(i - 1), layer, i - 1);
      trials.add(
          new Trial(
              network,
              model.sha256(),
              layer.name(),
              seed,
              tuning.epochs(),
              whole.accuracy(),
              tuned(rest, seed).accuracy(),
              whole.images(),
              scores));
    }
    return trials;
  }

  private record Tested(double accuracy, long images) {}

  private Tested tuned(OnnxModel model, long seed) {
    AnalysisOptions.Builder builder =
        AnalysisOptions.builder().pixels(options.pixels()).threads(options.threads());
    options.output().ifPresent(builder::output);
    AnalysisOptions plain = builder.build();
    Tuning tuned =
        FineTune.run(
            model,
            images.withSplit(Split.TRAIN),
            data -> IntStream.range(0, data.size()).toArray(),
            plain,
            tuning.withSeed(seed));
    listener.note("  " + tuned.describe());
    try (ImageDataSet test = DataSets.open(images.withSplit(Split.TEST));
        Classifier classifier = Classifier.open(Planner.plan(tuned.model(), test, plain))) {
      int[] all = IntStream.range(0, test.size()).toArray();
      int[] named = classifier.predict(all);
      long hits = IntStream.of(all).filter(i -> named[i] == test.label(i)).count();
      return new Tested((double) hits / all.length, all.length);
    }
  }

  /**
   * The trials in a folder.
   *
   * @throws PlanException if there are none, or a file is damaged
   */
  public static List<Trial> trials(Path folder) throws IOException {
    return TrialFiles.all(folder);
  }

  /** The ONNX files of a folder, by name. */
  public static List<Path> models(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new PlanException("no folder of models at " + folder + "; check the path");
    }
    try (var found = Files.list(folder)) {
      List<Path> models = found.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
      if (models.isEmpty()) {
        throw new PlanException(folder + " holds no .onnx file; train some first");
      }
      return models;
    }
  }
}
