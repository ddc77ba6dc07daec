package io.entroscope.study.reproduce.experiment;

import io.entroscope.core.plan.MeasuredShapes;
import io.entroscope.data.image.ImageShape;
import io.entroscope.study.reproduce.experiment.Experiment.Derived;
import io.entroscope.study.reproduce.experiment.Experiment.Fresh;
import io.entroscope.study.reproduce.experiment.Experiment.TrainingSetup;
import io.entroscope.torch.architecture.Initialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Estimates how long the rest of a study takes, from the speed of what has been done. */
public final class TimeEstimate {
  private static final double SECONDS_EACH = 5;
  private static final double SECONDS_PER_IMAGE = 1.5e-4;
  private static final double SECONDS_PER_MULTIPLY_ADD = 3e-11;

  /** The images of one epoch where a training uses all. */
  private static final int ALL_IMAGES = 50_000;

  private final Map<String, Double> work = new HashMap<>();
  private double workDone;
  private double secondsDone;

  /** Estimates the work of these experiments; parents come before what is derived from them. */
  public TimeEstimate(List<Experiment> experiments) {
    Map<String, Double> perImage = new HashMap<>();
    for (Experiment experiment : experiments) {
      double each =
          experiment.start() instanceof Fresh fresh
              ? SECONDS_PER_IMAGE + SECONDS_PER_MULTIPLY_ADD * multiplyAdds(fresh, experiment)
              : Objects.requireNonNull(
                  perImage.get(
                      "seed-" + experiment.seed() + "/" + ((Derived) experiment.start()).parent()));
      perImage.put(experiment.id(), each);
      double passes = experiment.training().stream().mapToDouble(TimeEstimate::passes).sum();
      work.put(experiment.id(), SECONDS_EACH + passes * each);
    }
  }

  private static double passes(TrainingSetup setup) {
    return (double) setup.options().epochs()
        * (setup.maxImages() > 0 ? setup.maxImages() : ALL_IMAGES);
  }

  private static long multiplyAdds(Fresh fresh, Experiment experiment) {
    ImageShape shape =
        experiment.dataset() == PaperDataset.MNIST
            ? new ImageShape(1, 28, 28)
            : new ImageShape(3, 32, 32);
    return MeasuredShapes.cost(fresh.architecture().network(shape, 10, new Initialization(1, 1)))
        .multiplyAdds()
        .orElse(0);
  }

  /** Records that an experiment took this many seconds. */
  public void took(Experiment experiment, double seconds) {
    workDone += work(experiment);
    secondsDone += seconds;
  }

  private double work(Experiment experiment) {
    return Objects.requireNonNull(work.get(experiment.id()));
  }

  /** The estimated seconds of these experiments. */
  public double seconds(List<Experiment> left) {
    double remaining = left.stream().mapToDouble(this::work).sum();
    return workDone == 0 ? remaining : remaining * secondsDone / workDone;
  }
}
