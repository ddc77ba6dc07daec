package io.entroscope.study.reproduce;

import io.entroscope.study.reproduce.Experiment.Derived;
import io.entroscope.study.reproduce.Experiment.DropNamed;
import io.entroscope.study.reproduce.Experiment.DropOther;
import io.entroscope.study.reproduce.Experiment.DropPointed;
import io.entroscope.study.reproduce.Experiment.Edit;
import io.entroscope.study.reproduce.Experiment.Fresh;
import io.entroscope.study.reproduce.Experiment.Images;
import io.entroscope.study.reproduce.Experiment.Kept;
import io.entroscope.study.reproduce.Experiment.Lessons;
import io.entroscope.study.reproduce.Experiment.Look;
import io.entroscope.study.reproduce.Experiment.Rescale;
import io.entroscope.study.reproduce.Experiment.Start;
import io.entroscope.study.reproduce.Experiment.Whole;
import io.entroscope.torch.train.Architecture;
import io.entroscope.torch.train.Architectures;
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

/** The experiments of a study, in the order in which they are made. */
final class Programme {
  /** Three hidden layers of one width, so that each but the first can be left out as it is. */
  static final String FRONT = "conv16 pool conv32 pool";

  static final String HIDDEN = " fc256";

  /** Random weights below the published size: signals shrink from layer to layer. */
  static final double POOR_GAIN = 0.65;

  private static final int EPOCHS = 2;
  private static final int BATCH = 128;
  private static final int SHUFFLED_IMAGES = 5_000;
  private static final int TRIAL_IMAGES = 20_000;

  private final boolean quick;
  private final int threads;
  private final long seed;
  private final List<Experiment> experiments;

  private Programme(boolean quick, int threads, long seed, List<Experiment> experiments) {
    this.quick = quick;
    this.threads = threads;
    this.seed = seed;
    this.experiments = experiments;
  }

  /**
   * All experiments: everything of the first seed; then of each other seed what takes little time,
   * and at last what takes long. What a study that was stopped has done is thus as whole as can be.
   */
  static List<Experiment> of(int seeds, boolean quick, int threads) {
    List<Experiment> all = new ArrayList<>();
    Programme first = new Programme(quick, threads, 1, all);
    first.mnist();
    first.wellTrained();
    first.badlyTrained();
    first.controls();
    first.trials();
    List<Programme> others = new ArrayList<>();
    for (long seed = 2; seed <= seeds; seed++) {
      others.add(new Programme(quick, threads, seed, all));
    }
    for (Programme other : others) {
      other.badlyTrained();
      other.controls();
      other.mnist();
    }
    for (Programme other : others) {
      other.wellTrained();
      other.trials();
    }
    return List.copyOf(all);
  }

  private void mnist() {
    Look all = new Look(true, false, false, true, Kept.EVERY_SEED);
    add(
        "mnist-3fc",
        Subject.MNIST,
        "MNIST, 3 FC layers",
        preset("mnist-3fc"),
        recipe("mnist-3fc"),
        all);
    Look single = new Look(false, false, true, true, Kept.FIRST_SEED);
    add(
        "mnist-3fc-one-class",
        Subject.MNIST,
        "MNIST, 3 FC layers, images of one class",
        new Derived("mnist-3fc", new Whole()),
        Optional.empty(),
        single);
    untrained("mnist-3fc", Subject.MNIST, "MNIST, 3 FC layers");
  }

  private void wellTrained() {
    for (int layers : List.of(2, 4, 6)) {
      String name = "cifar-" + layers + "fc";
      add(
          name,
          Subject.CIFAR10,
          "CIFAR-10, " + layers + " FC layers, well trained",
          preset(name),
          recipe(name),
          layers == 6 ? Look.JUDGED : Look.NETWORK);
      untrained(name, Subject.CIFAR10, "CIFAR-10, " + layers + " FC layers");
    }
    add(
        "cifar-4fc-rescaled",
        Subject.CIFAR10,
        "CIFAR-10, 4 FC layers, well trained and rescaled: the same function",
        new Derived("cifar-4fc", new Rescale(0.125)),
        Optional.empty(),
        Look.CURVE);
  }

  private void badlyTrained() {
    add(
        "bad-4fc",
        Subject.CIFAR10,
        "CIFAR-10, badly trained: 4 FC layers",
        new Fresh(small(3, Architecture.Options.PLAIN), POOR_GAIN),
        poor(1, 0),
        Look.JUDGED);
    derived(
        "bad-3fc",
        1,
        "badly trained, without the layer that the curve points at: 3 FC layers",
        "bad-4fc",
        new DropPointed(),
        Look.JUDGED);
    derived(
        "bad-2fc",
        2,
        "the same once more: 2 FC layers",
        "bad-3fc",
        new DropPointed(),
        Look.NETWORK);
    derived(
        "bad-3fc-other",
        1,
        "badly trained, without another layer instead: 3 FC layers",
        "bad-4fc",
        new DropOther(),
        Look.CURVE);
    derived(
        "bad-4fc-on",
        1,
        "badly trained, nothing deleted, trained on: 4 FC layers",
        "bad-4fc",
        new Whole(),
        Look.CURVE);
    derived("bad-4fc-on-on", 2, "the same once more", "bad-4fc-on", new Whole(), Look.CURVE);
    for (int layers : List.of(3, 2)) {
      int budgets = 5 - layers;
      add(
          "bad-" + layers + "fc-fresh",
          Subject.CIFAR10,
          layers + " FC layers from the start, poor recipe, as many epochs in all",
          new Fresh(small(layers - 1, Architecture.Options.PLAIN), POOR_GAIN),
          poor(budgets, 0),
          Look.CURVE);
    }
    add(
        "bad-4fc-better-recipe",
        Subject.CIFAR10,
        "4 FC layers from the start, better recipe, epochs as badly trained",
        new Fresh(small(3, Architecture.Options.NORMALISED), 1),
        lessons(Images.BEYOND_VALIDATION, 0, false, better(EPOCHS)),
        Look.CURVE);
  }

  private void derived(
      String name, int generation, String what, String parent, Edit edit, Look look) {
    add(name, Subject.CIFAR10, what, new Derived(parent, edit), poor(1, generation), look);
  }

  private void controls() {
    for (boolean shuffled : List.of(false, true)) {
      add(
          shuffled ? "small-shuffled" : "small-true",
          Subject.CIFAR10,
          "4 FC layers, few images, " + (shuffled ? "shuffled labels" : "true labels"),
          new Fresh(small(3, Architecture.Options.NORMALISED), 1),
          lessons(
              Images.BEYOND_VALIDATION,
              quick ? 500 : SHUFFLED_IMAGES,
              shuffled,
              better(quick ? 10 : 40)),
          Look.CURVE);
    }
  }

  /**
   * Every inner layer of the deepest network taken out, and the network whole, trained on alike.
   */
  private void trials() {
    List<Edit> edits = new ArrayList<>(List.of(new Whole()));
    for (int layer = 2; layer <= 5; layer++) {
      edits.add(new DropNamed("fc" + layer));
    }
    for (Edit edit : edits) {
      String name = edit instanceof DropNamed drop ? "without-" + drop.layer() : "whole";
      add(
          "cifar-6fc-" + name,
          Subject.CIFAR10,
          "well trained 6 FC layers " + name.replace('-', ' ') + ", tuned",
          new Derived("cifar-6fc", edit),
          lessons(
              Images.BEYOND_VALIDATION,
              quick ? 0 : TRIAL_IMAGES,
              false,
              options(1, new Optimizer(Rule.SGD, 0.01, 0.9, 5e-4), Schedule.COSINE)),
          Look.NUMBERS);
    }
  }

  private void untrained(String preset, Subject subject, String what) {
    add(
        preset + "-untrained",
        subject,
        what + ", not trained",
        preset(preset),
        Optional.empty(),
        Look.CURVE);
  }

  private static Start preset(String name) {
    return new Fresh(Architectures.parse(name, Architecture.Options.NORMALISED), 1);
  }

  private static Architecture small(int hidden, Architecture.Options around) {
    return Architectures.parse(FRONT + HIDDEN.repeat(hidden), around);
  }

  private Optional<Lessons> recipe(String preset) {
    TrainingOptions options = Recipes.of(preset, seed, threads);
    return lessons(Images.ALL, 0, false, quick ? options.withEpochs(2) : options);
  }

  /**
   * Plain gradient descent with a low rate, and few epochs.
   *
   * @param budgets how many times the epochs of the badly trained network
   * @param generation how many such trainings came before; each has its own order of images
   */
  private Optional<Lessons> poor(int budgets, int generation) {
    return lessons(
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

  /** In a quick study at most as many images as it has for everything. */
  private Optional<Lessons> lessons(
      Images images, int most, boolean shuffled, TrainingOptions how) {
    return quick
        ? Optional.of(
            new Lessons(
                Images.BEYOND_VALIDATION,
                most > 0 ? Math.min(most, Quick.IMAGES) : Quick.IMAGES,
                shuffled,
                how))
        : Optional.of(new Lessons(images, most, shuffled, how));
  }

  private void add(
      String name,
      Subject subject,
      String what,
      Start start,
      Optional<Lessons> lessons,
      Look look) {
    experiments.add(new Experiment(name, seed, subject, what, start, lessons, look));
  }
}
