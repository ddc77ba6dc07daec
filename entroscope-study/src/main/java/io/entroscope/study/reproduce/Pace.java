package io.entroscope.study.reproduce;

import io.entroscope.core.plan.MeasuredShapes;
import io.entroscope.data.image.ImageShape;
import io.entroscope.study.reproduce.Experiment.Derived;
import io.entroscope.study.reproduce.Experiment.Fresh;
import io.entroscope.study.reproduce.Experiment.Lessons;
import io.entroscope.torch.train.Initialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How long the rest of a study takes: its reckoned work, at the pace of what has been done. */
final class Pace {
  private static final double SECONDS_EACH = 5;
  private static final double SECONDS_PER_IMAGE = 1.5e-4;
  private static final double SECONDS_PER_MULTIPLY_ADD = 3e-11;

  /** The images of each subject that a training may take, where it takes all. */
  private static final int ALL_IMAGES = 50_000;

  private final Map<String, Double> reckoned = new HashMap<>();
  private double reckonedDone;
  private double secondsDone;

  Pace(List<Experiment> experiments) {
    Map<String, Double> perImage = new HashMap<>();
    for (Experiment experiment : experiments) {
      double each =
          experiment.start() instanceof Fresh fresh
              ? SECONDS_PER_IMAGE + SECONDS_PER_MULTIPLY_ADD * multiplyAdds(fresh, experiment)
              : Objects.requireNonNull(
                  perImage.get(
                      "seed-" + experiment.seed() + "/" + ((Derived) experiment.start()).parent()));
      perImage.put(experiment.id(), each);
      double passes = experiment.lessons().stream().mapToDouble(Pace::passes).sum();
      reckoned.put(experiment.id(), SECONDS_EACH + passes * each);
    }
  }

  private static double passes(Lessons lessons) {
    return (double) lessons.how().epochs() * (lessons.most() > 0 ? lessons.most() : ALL_IMAGES);
  }

  private static long multiplyAdds(Fresh fresh, Experiment experiment) {
    ImageShape shape =
        experiment.subject() == Subject.MNIST
            ? new ImageShape(1, 28, 28)
            : new ImageShape(3, 32, 32);
    return MeasuredShapes.cost(fresh.architecture().network(shape, 10, new Initialization(1, 1)))
        .multiplyAdds()
        .orElse(0);
  }

  /** An experiment was made in so many seconds. */
  void took(Experiment experiment, double seconds) {
    reckonedDone += of(experiment);
    secondsDone += seconds;
  }

  private double of(Experiment experiment) {
    return Objects.requireNonNull(reckoned.get(experiment.id()));
  }

  /** The seconds that these experiments will take. */
  double seconds(List<Experiment> left) {
    double work = left.stream().mapToDouble(this::of).sum();
    return reckonedDone == 0 ? work : work * secondsDone / reckonedDone;
  }
}
