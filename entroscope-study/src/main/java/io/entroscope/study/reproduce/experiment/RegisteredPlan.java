package io.entroscope.study.reproduce.experiment;

import io.entroscope.study.reproduce.experiment.Experiment.AnalysisSetup;
import io.entroscope.study.reproduce.experiment.Experiment.Derived;
import io.entroscope.study.reproduce.experiment.Experiment.Edit;
import io.entroscope.study.reproduce.experiment.Experiment.Fresh;
import io.entroscope.study.reproduce.experiment.Experiment.Images;
import io.entroscope.study.reproduce.experiment.Experiment.Surgery;
import io.entroscope.study.reproduce.experiment.Experiment.TrainingSetup;
import io.entroscope.study.reproduce.experiment.Experiment.Unchanged;
import io.entroscope.study.reproduce.experiment.Experiment.Way;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.architecture.Architectures;
import io.entroscope.torch.train.TrainingOptions;
import io.entroscope.torch.train.TrainingOptions.Augmentation;
import io.entroscope.torch.train.TrainingOptions.Optimizer;
import io.entroscope.torch.train.TrainingOptions.Rule;
import io.entroscope.torch.train.TrainingOptions.Schedule;
import io.entroscope.torch.train.TrainingOptions.Stopping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The experiments that are judged by rules fixed before the first of them was run, as {@code
 * protocol.md} lists them: those that are worth most first.
 */
public final class RegisteredPlan {
  /** The seeds before are those whose numbers were seen when the rules were made. */
  public static final long FIRST_SEED = 4;

  private static final long LAST_SEED = 13;
  private static final long LAST_SEED_CIFAR = 8;
  private static final long LAST_SEED_PAPER = 10;

  /** What of the paper's study is trained again. */
  private static final Set<String> PAPER =
      Set.of("mnist-3fc", "bad-4fc", "bad-3fc", "bad-3fc-other", "bad-4fc-on");

  private static final String HIDDEN = " fc128";
  private static final int DEEPEST = 6;
  private static final int TUNING_IMAGES = 20_000;
  private static final AnalysisSetup JUDGED = AnalysisSetup.JUDGED.registered();
  private static final AnalysisSetup NUMBERS = AnalysisSetup.NUMBERS.registered();

  private final int threads;
  private final List<Experiment> experiments = new ArrayList<>();

  private RegisteredPlan(int threads) {
    this.threads = threads;
  }

  /** All experiments, in the order in which they run. */
  public static List<Experiment> of(int threads) {
    RegisteredPlan plan = new RegisteredPlan(threads);
    LongStream.rangeClosed(FIRST_SEED, LAST_SEED).forEach(plan::digits);
    plan.paper();
    LongStream.rangeClosed(FIRST_SEED, LAST_SEED_CIFAR).forEach(plan::photographs);
    return List.copyOf(plan.experiments);
  }

  private void digits(long seed) {
    for (int layers : List.of(DEEPEST, 4, 2)) {
      add(
          "mnist-mlp-" + layers,
          seed,
          PaperDataset.MNIST,
          "MNIST, " + layers + " FC layers of 128 units",
          new Fresh(layers("", layers), 1),
          well(3, seed),
          layers == DEEPEST ? JUDGED : NUMBERS);
    }
    add(
        "mnist-mlp-6-poor",
        seed,
        PaperDataset.MNIST,
        "MNIST, 6 FC layers of 128 units, badly trained",
        new Fresh(layers("", DEEPEST), ExperimentPlan.POOR_GAIN),
        poor(3, seed),
        JUDGED);
    surgery("mnist-mlp-6", seed, PaperDataset.MNIST, tuned(seed));
    surgery("mnist-mlp-6-poor", seed, PaperDataset.MNIST, poor(1, seed));
  }

  private void photographs(long seed) {
    add(
        "cifar-small-6",
        seed,
        PaperDataset.CIFAR10,
        "CIFAR-10, 6 FC layers of 128 units",
        new Fresh(layers("conv16 pool conv32 pool", DEEPEST), 1),
        well(6, seed),
        JUDGED);
    surgery("cifar-small-6", seed, PaperDataset.CIFAR10, tuned(seed));
  }

  private static Architecture layers(String front, int layers) {
    return Architectures.parse(
        (front + HIDDEN.repeat(layers - 1)).strip(), Architecture.Options.NORMALISED);
  }

  /** Each inner layer in each way, alone, and the whole network, all trained on alike. */
  private void surgery(String parent, long seed, PaperDataset dataset, TrainingOptions tuning) {
    surgery(parent, "whole", new Unchanged(), seed, dataset, tuning);
    for (int layer = 2; layer < DEEPEST; layer++) {
      for (Way way : Way.values()) {
        Surgery edit = new Surgery("fc" + layer, way);
        surgery(parent, edit.layer() + "-" + way.words(), edit, seed, dataset, tuning);
      }
    }
  }

  private void surgery(
      String parent,
      String name,
      Edit edit,
      long seed,
      PaperDataset dataset,
      TrainingOptions tuning) {
    experiments.add(
        new Experiment(
            parent + "-" + name,
            seed,
            dataset,
            parent + edit.describe() + ", trained on",
            new Derived(parent, edit),
            Optional.of(new TrainingSetup(Images.BEYOND_VALIDATION, TUNING_IMAGES, false, tuning)),
            NUMBERS));
  }

  private void add(
      String name,
      long seed,
      PaperDataset dataset,
      String what,
      Fresh start,
      TrainingOptions training,
      AnalysisSetup analysis) {
    experiments.add(
        new Experiment(
            name,
            seed,
            dataset,
            what,
            start,
            Optional.of(new TrainingSetup(Images.BEYOND_VALIDATION, 0, false, training)),
            analysis));
  }

  private TrainingOptions well(int epochs, long seed) {
    return options(epochs, new Optimizer(Rule.SGD, 0.05, 0.9, 5e-4), Schedule.ONE_CYCLE, seed);
  }

  private TrainingOptions poor(int epochs, long seed) {
    return options(epochs, new Optimizer(Rule.SGD, 0.02, 0, 0), Schedule.CONSTANT, seed);
  }

  private TrainingOptions tuned(long seed) {
    return options(1, new Optimizer(Rule.SGD, 0.01, 0.9, 5e-4), Schedule.COSINE, seed);
  }

  private TrainingOptions options(int epochs, Optimizer optimizer, Schedule schedule, long seed) {
    return new TrainingOptions(
        epochs,
        ExperimentPlan.BATCH,
        optimizer,
        schedule,
        0,
        Augmentation.NONE,
        new Stopping(0, 0),
        seed,
        threads);
  }

  /** Networks of the paper's study, for more seeds. */
  private void paper() {
    ExperimentPlan.of((int) LAST_SEED_PAPER, false, threads).stream()
        .filter(one -> one.seed() >= FIRST_SEED && PAPER.contains(one.name()))
        .map(Experiment::registered)
        .forEach(experiments::add);
  }
}
