package io.entroscope.study.judge;

import io.entroscope.advice.Trial;
import io.entroscope.core.Analyzer;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.run.Classifier;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
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
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Scores advice on fully connected layers against the truth: removes each removable one, all of the
 * curve but the first and the last, from every network, fine-tunes the unchanged and the reduced
 * network alike, and records what each indicator had predicted. Indicators and training use the
 * training split; accuracies are measured on the test split. Each network and seed has its own
 * file, and existing files are not computed again.
 */
public final class Judge {
  private final DataSpec images;
  private final AnalysisOptions options;
  private final Optional<TuningOptions> tuning;
  private final TrialFiles files;
  private final TrainingListener listener;

  /**
   * A judge.
   *
   * @param images the dataset
   * @param options of preprocessing, and the training images that indicators use
   * @param tuning how the unchanged and the reduced network are fine-tuned; its seed is not used;
   *     empty: not at all
   * @param out the folder of the trials
   * @param listener of the trainings; a note says what each is for
   */
  public Judge(
      DataSpec images,
      AnalysisOptions options,
      Optional<TuningOptions> tuning,
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
   * The trials of all candidates of each network.
   *
   * @param models ONNX files
   * @param seeds number of seeds of the fine-tuning, from 1; without fine-tuning one is enough
   * @throws PlanException if an existing trial belongs to another model or budget
   * @throws IOException if a file cannot be written
   */
  public List<Trial> run(List<Path> models, int seeds) throws IOException {
    List<Trial> trials = new ArrayList<>();
    for (Path file : models) {
      OnnxModel model = OnnxModel.read(file);
      String network = String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", "");
      List<Removal> found = List.of();
      for (int seed = 1; seed <= seeds; seed++) {
        Optional<List<Trial>> done = files.complete(network, model.sha256(), seed, epochs());
        if (done.isPresent()) {
          trials.addAll(done.get());
          continue;
        }
        found = found.isEmpty() ? removals(model, network) : found;
        List<Trial> made = trials(model, network, found, seed);
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

  private int epochs() {
    return tuning.map(TuningOptions::epochs).orElse(0);
  }

  private List<Removal> removals(OnnxModel model, String network) {
    listener.note(network + ": indicators");
    try (ImageDataSet data = DataSets.open(images.withSplit(Split.TRAIN))) {
      AnalysisPlan plan = Planner.plan(model, data, options);
      plan.outputNote().ifPresent(note -> listener.note(network + ": " + note));
      AnalysisResult result = Analyzer.run(plan, Progress.NONE);
      return LayerRemovals.of(network, model, result, listener::note);
    }
  }

  private List<Trial> trials(OnnxModel model, String network, List<Removal> found, long seed) {
    listener.note(network + ": the whole network, seed " + seed);
    Tested whole = tested(model, seed);
    List<Trial> trials = new ArrayList<>();
    for (Removal removal : found) {
      listener.note(network + ": without " + removal.layer() + ", seed " + seed);
      trials.add(
          new Trial(
              network,
              model.sha256(),
              removal.layer(),
              seed,
              epochs(),
              whole.accuracy(),
              tested(removal.rest(), seed).accuracy(),
              whole.images(),
              removal.scores(),
              null));
    }
    return trials;
  }

  private record Tested(double accuracy, long images) {}

  private Tested tested(OnnxModel model, long seed) {
    AnalysisOptions.Builder builder =
        AnalysisOptions.builder().pixels(options.pixels()).threads(options.threads());
    options.output().ifPresent(builder::output);
    AnalysisOptions plain = builder.build();
    OnnxModel tuned = tuning.map(how -> tuned(model, plain, how.withSeed(seed))).orElse(model);
    try (ImageDataSet test = DataSets.open(images.withSplit(Split.TEST));
        Classifier classifier = Classifier.open(Planner.plan(tuned, test, plain))) {
      int[] all = IntStream.range(0, test.size()).toArray();
      int[] named = classifier.predict(all);
      long hits = IntStream.of(all).filter(i -> named[i] == test.label(i)).count();
      return new Tested((double) hits / all.length, all.length);
    }
  }

  private OnnxModel tuned(OnnxModel model, AnalysisOptions plain, TuningOptions how) {
    Tuning tuned =
        FineTune.run(
            model,
            images.withSplit(Split.TRAIN),
            data -> IntStream.range(0, data.size()).toArray(),
            plain,
            how);
    listener.note("  " + tuned.describe());
    return tuned.model();
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
