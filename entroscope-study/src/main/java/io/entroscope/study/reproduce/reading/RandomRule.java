package io.entroscope.study.reproduce.reading;

import io.entroscope.study.reproduce.claim.Claim.Outcome;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Claim 5: the curve of a badly trained network is more or less random. */
final class RandomRule implements Rule {
  private static final int FEWEST_SEEDS = 3;

  private final Form form;
  private final Map<String, List<Measurement>> networks;

  /** What is taken for random. */
  enum Form {
    OVER_SEEDS("steps go different ways over the seeds"),
    BY_SHAPE("a step rises");

    private final String words;

    Form(String words) {
      this.words = words;
    }
  }

  /**
   * Of these networks.
   *
   * @param networks badly trained ones by name, one for each seed
   */
  RandomRule(Form form, Map<String, List<Measurement>> networks) {
    this.form = form;
    this.networks = networks;
  }

  @Override
  public String form() {
    return form.words;
  }

  @Override
  public Optional<Outcome> outcome(Reading reading) {
    List<List<ReadCurve>> all = new ArrayList<>();
    for (List<Measurement> seeds : networks.values()) {
      List<ReadCurve> curves =
          seeds.stream().flatMap(one -> ReadCurve.of(one, reading).stream()).toList();
      if (curves.size() < seeds.size()) {
        return Optional.empty();
      }
      all.add(curves);
    }
    if (all.isEmpty()) {
      return Optional.empty();
    }
    if (all.stream().anyMatch(curves -> curves.size() < FEWEST_SEEDS)) {
      return Optional.of(Outcome.UNDECIDED);
    }
    return Optional.of(form == Form.OVER_SEEDS ? overSeeds(all) : byShape(all));
  }

  private static Outcome overSeeds(List<List<ReadCurve>> all) {
    List<Double> settled = all.stream().map(RandomRule::settled).toList();
    if (settled.stream().allMatch(share -> share <= 0.5)) {
      return Outcome.SUPPORTED;
    }
    return settled.stream().allMatch(share -> share == 1)
        ? Outcome.CONTRADICTED
        : Outcome.UNDECIDED;
  }

  /** The share of steps in which nearly all seeds go one way. */
  private static double settled(List<ReadCurve> curves) {
    int steps = curves.get(0).directions().size();
    return IntStream.range(0, steps)
            .filter(step -> commonest(curves, step) >= MOST * curves.size())
            .count()
        / (double) steps;
  }

  private static long commonest(List<ReadCurve> curves, int step) {
    Collection<Long> counts =
        curves.stream()
            .collect(
                Collectors.groupingBy(curve -> curve.directions().get(step), Collectors.counting()))
            .values();
    return counts.stream().mapToLong(count -> count).max().orElse(0);
  }

  private static Outcome byShape(List<List<ReadCurve>> all) {
    List<Double> rising = all.stream().map(RandomRule::rising).toList();
    if (rising.stream().allMatch(share -> share >= MOST)) {
      return Outcome.SUPPORTED;
    }
    return rising.stream().allMatch(share -> share <= FEW)
        ? Outcome.CONTRADICTED
        : Outcome.UNDECIDED;
  }

  private static double rising(List<ReadCurve> curves) {
    return curves.stream().mapToDouble(curve -> curve.rises() ? 1 : 0).average().orElse(0);
  }
}
