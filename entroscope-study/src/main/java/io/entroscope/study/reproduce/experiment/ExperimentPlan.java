package io.entroscope.study.reproduce.experiment;

import io.entroscope.study.reproduce.experiment.Experiment.AnalysisSetup;
import io.entroscope.study.reproduce.experiment.Experiment.Derived;
import io.entroscope.study.reproduce.experiment.Experiment.DropNamed;
import io.entroscope.study.reproduce.experiment.Experiment.DropOther;
import io.entroscope.study.reproduce.experiment.Experiment.DropPointed;
import io.entroscope.study.reproduce.experiment.Experiment.Edit;
import io.entroscope.study.reproduce.experiment.Experiment.Fresh;
import io.entroscope.study.reproduce.experiment.Experiment.Images;
import io.entroscope.study.reproduce.experiment.Experiment.KeepResult;
import io.entroscope.study.reproduce.experiment.Experiment.Rescale;
import io.entroscope.study.reproduce.experiment.Experiment.Start;
import io.entroscope.study.reproduce.experiment.Experiment.TrainingSetup;
import io.entroscope.study.reproduce.experiment.Experiment.Unchanged;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.architecture.Architectures;
import io.entroscope.torch.train.Recipes;
import io.entroscope.torch.train.TrainingOptions;
import io.entroscope.torch.train.TrainingOptions.Augmentation;
import io.entroscope.torch.train.TrainingOptions.Optimizer;
import io.entroscope.torch.train.TrainingOptions.Rule;
import io.entroscope.torch.train.TrainingOptions.Schedule;
import io.entroscope.torch.train.TrainingOptions.Stopping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The experiments of a study, in the order in which they run. */
public final class ExperimentPlan {
  /** Three hidden layers of one width, so that each but the first can be bypassed unchanged. */
  static final String FRONT = "conv16 pool conv32 pool";

  static final String HIDDEN = " fc256";

  /** Random weights below the published size: signals shrink from layer to layer. */
  public static final double POOR_GAIN = 0.65;

  private static final int EPOCHS = 2;
  static final int BATCH = 128;
  private static final int SHUFFLED_IMAGES = 5_000;
  private static final int TRIAL_IMAGES = 20_000;

  private final boolean quick;
  private final int threads;
  private final long seed;
  private final List<Experiment> experiments;

  private ExperimentPlan(boolean quick, int threads, long seed, List<Experiment> experiments) {
    this.quick = quick;
    this.threads = threads;
    this.seed = seed;
    this.experiments = experiments;
  }

  /**
   * All experiments: everything of the first seed; then the short ones of the other seeds, and last
   * the long ones. A study that was stopped has thus done as much as possible.
   */
  public static List<Experiment> of(int seeds, boolean quick, int threads) {
    List<Experiment> all = new ArrayList<>();
    ExperimentPlan first = new ExperimentPlan(quick, threads, 1, all);
    first.mnist();
    first.wellTrained();
    first.badlyTrained();
    first.controls();
    first.trials();
    List<ExperimentPlan> others = new ArrayList<>();
    for (long seed = 2; seed <= seeds; seed++) {
      others.add(new ExperimentPlan(quick, threads, seed, all));
    }
    for (ExperimentPlan other : others) {
      other.badlyTrained();
      other.controls();
      other.mnist();
    }
    for (ExperimentPlan other : others) {
      other.wellTrained();
      other.trials();
    }
    return List.copyOf(all);
  }

  private void mnist() {
    AnalysisSetup all = new AnalysisSetup(true, false, false, true, KeepResult.EVERY_SEED);
    add(
        "mnist-3fc",
        PaperDataset.MNIST,
        "MNIST, 3 FC layers",
        preset("mnist-3fc"),
        recipe("mnist-3fc"),
        all);
    AnalysisSetup single = new AnalysisSetup(false, false, true, true, KeepResult.FIRST_SEED);
    add(
        "mnist-3fc-one-class",
        PaperDataset.MNIST,
        "MNIST, 3 FC layers, images of one class",
        new Derived("mnist-3fc", new Unchanged()),
        Optional.empty(),
        single);
    untrained("mnist-3fc", PaperDataset.MNIST, "MNIST, 3 FC layers");
  }

  private void wellTrained() {
    for (int layers : List.of(2, 4, 6)) {
      String name = "cifar-" + layers + "fc";
      add(
          name,
          PaperDataset.CIFAR10,
          "CIFAR-10, " + layers + " FC layers, well trained",
          preset(name),
          recipe(name),
          layers == 6 ? AnalysisSetup.JUDGED : AnalysisSetup.NETWORK);
      untrained(name, PaperDataset.CIFAR10, "CIFAR-10, " + layers + " FC layers");
    }
    add(
        "cifar-4fc-rescaled",
        PaperDataset.CIFAR10,
        "CIFAR-10, 4 FC layers, well trained and rescaled: the same function",
        new Derived("cifar-4fc", new Rescale(0.125)),
        Optional.empty(),
        AnalysisSetup.CURVE);
  }

  private void badlyTrained() {
    add(
        "bad-4fc",
        PaperDataset.CIFAR10,
        "CIFAR-10, badly trained: 4 FC layers",
        new Fresh(small(3, Architecture.Options.PLAIN), POOR_GAIN),
        poor(1, 0),
        AnalysisSetup.JUDGED);
    derived(
        "bad-3fc",
        1,
        "badly trained, without the layer that the curve points at: 3 FC layers",
        "bad-4fc",
        new DropPointed(),
        AnalysisSetup.JUDGED);
    derived(
        "bad-2fc",
        2,
        "the same once more: 2 FC layers",
        "bad-3fc",
        new DropPointed(),
        AnalysisSetup.NETWORK);
    derived(
        "bad-3fc-other",
        1,
        "badly trained, without another layer instead: 3 FC layers",
        "bad-4fc",
        new DropOther(),
        AnalysisSetup.CURVE);
    derived(
        "bad-4fc-on",
        1,
        "badly trained, nothing deleted, trained on: 4 FC layers",
        "bad-4fc",
        new Unchanged(),
        AnalysisSetup.CURVE);
    derived(
        "bad-4fc-on-on",
        2,
        "the same once more",
        "bad-4fc-on",
        new Unchanged(),
        AnalysisSetup.CURVE);
    for (int layers : List.of(3, 2)) {
      int budgets = 5 - layers;
      add(
          "bad-" + layers + "fc-fresh",
          PaperDataset.CIFAR10,
          layers + " FC layers from the start, poor recipe, as many epochs in all",
          new Fresh(small(layers - 1, Architecture.Options.PLAIN), POOR_GAIN),
          poor(budgets, 0),
          AnalysisSetup.CURVE);
    }
    add(
        "bad-4fc-better-recipe",
        PaperDataset.CIFAR10,
        "4 FC layers from the start, better recipe, epochs as badly trained",
        new Fresh(small(3, Architecture.Options.NORMALISED), 1),
        training(Images.BEYOND_VALIDATION, 0, false, better(EPOCHS)),
        AnalysisSetup.CURVE);
  }

  private void derived(
      String name, int generation, String what, String parent, Edit edit, AnalysisSetup analysis) {
    add(name, PaperDataset.CIFAR10, what, new Derived(parent, edit), poor(1, generation), analysis);
  }

  private void controls() {
    for (boolean shuffled : List.of(false, true)) {
      add(
          shuffled ? "small-shuffled" : "small-true",
          PaperDataset.CIFAR10,
          "4 FC layers, few images, " + (shuffled ? "shuffled labels" : "true labels"),
          new Fresh(small(3, Architecture.Options.NORMALISED), 1),
          training(
              Images.BEYOND_VALIDATION,
              quick ? 500 : SHUFFLED_IMAGES,
              shuffled,
              better(quick ? 10 : 40)),
          AnalysisSetup.CURVE);
    }
  }

  /**
   * The deepest network without each of its inner layers, and unchanged, all trained further alike.
   */
  private void trials() {
    List<Edit> edits = new ArrayList<>(List.of(new Unchanged()));
    for (int layer = 2; layer <= 5; layer++) {
      edits.add(new DropNamed("fc" + layer));
    }
    for (Edit edit : edits) {
      String name = edit instanceof DropNamed drop ? "without-" + drop.layer() : "whole";
      add(
          "cifar-6fc-" + name,
          PaperDataset.CIFAR10,
          "well trained 6 FC layers " + name.replace('-', ' ') + ", tuned",
          new Derived("cifar-6fc", edit),
          training(
              Images.BEYOND_VALIDATION,
              quick ? 0 : TRIAL_IMAGES,
              false,
              options(1, new Optimizer(Rule.SGD, 0.01, 0.9, 5e-4), Schedule.COSINE)),
          AnalysisSetup.NUMBERS);
    }
  }

  private void untrained(String preset, PaperDataset dataset, String what) {
    add(
        preset + "-untrained",
        dataset,
        what + ", not trained",
        preset(preset),
        Optional.empty(),
        AnalysisSetup.CURVE);
  }

  private static Start preset(String name) {
    return new Fresh(Architectures.parse(name, Architecture.Options.NORMALISED), 1);
  }

  private static Architecture small(int hidden, Architecture.Options around) {
    return Architectures.parse(FRONT + HIDDEN.repeat(hidden), around);
  }

  private Optional<TrainingSetup> recipe(String preset) {
    TrainingOptions options = Recipes.of(preset, seed, threads);
    return training(Images.ALL, 0, false, quick ? options.withEpochs(2) : options);
  }

  /**
   * Plain gradient descent with a low learning rate and few epochs.
   *
   * @param budgets multiples of the epochs of the badly trained network
   * @param generation how many such trainings came before; each has its own image order
   */
  private Optional<TrainingSetup> poor(int budgets, int generation) {
    return training(
        Images.BEYOND_VALIDATION,
        0,
        false,
        options(EPOCHS * budgets, new Optimizer(Rule.SGD, 0.01, 0, 0), Schedule.CONSTANT)
            .withSeed(seed + 1000L * generation));
  }

  private TrainingOptions better(int epochs) {
    return options(epochs, new Optimizer(Rule.SGD, 0.05, 0.9, 5e-4), Schedule.ONE_CYCLE);
  }

  private TrainingOptions options(int epochs, Optimizer optimizer, Schedule schedule) {
    return new TrainingOptions(
        epochs,
        BATCH,
        optimizer,
        schedule,
        0,
        Augmentation.NONE,
        new Stopping(0, 0),
        seed,
        threads);
  }

  /** A quick study trains on a few images only. */
  private Optional<TrainingSetup> training(
      Images images, int maxImages, boolean shuffled, TrainingOptions trainer) {
    return quick
        ? Optional.of(
            new TrainingSetup(
                Images.BEYOND_VALIDATION,
                maxImages > 0 ? Math.min(maxImages, QuickStudy.IMAGES) : QuickStudy.IMAGES,
                shuffled,
                trainer))
        : Optional.of(new TrainingSetup(images, maxImages, shuffled, trainer));
  }

  private void add(
      String name,
      PaperDataset dataset,
      String what,
      Start start,
      Optional<TrainingSetup> training,
      AnalysisSetup analysis) {
    experiments.add(new Experiment(name, seed, dataset, what, start, training, analysis));
  }
}
