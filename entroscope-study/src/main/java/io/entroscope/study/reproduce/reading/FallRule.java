package io.entroscope.study.reproduce.reading;

import io.entroscope.study.reproduce.claim.Claim.Outcome;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Claim 1: the entropy falls with depth in well-trained networks. */
final class FallRule implements Rule {
  private final Form form;
  private final Map<String, List<Measurement>> networks;

  /** What is taken for falling. */
  @SuppressWarnings("ImmutableEnumChecker") // References to methods, which hold no state.
  enum Form {
    EVERY_STEP("every step falls", ReadCurve::fallsThroughout),
    NO_RISE("no step rises, and one falls", ReadCurve::fallsWithoutRise);

    private final String words;
    private final Predicate<ReadCurve> holds;

    Form(String words, Predicate<ReadCurve> holds) {
      this.words = words;
      this.holds = holds;
    }
  }

  /**
   * Of these networks.
   *
   * @param networks by name, one for each seed
   */
  FallRule(Form form, Map<String, List<Measurement>> networks) {
    this.form = form;
    this.networks = networks;
  }

  @Override
  public String form() {
    return form.words;
  }

  @Override
  public Optional<Outcome> outcome(Reading reading) {
    List<Double> shares = new ArrayList<>();
    for (List<Measurement> seeds : networks.values()) {
      List<ReadCurve> curves =
          seeds.stream().flatMap(one -> ReadCurve.of(one, reading).stream()).toList();
      if (curves.size() < seeds.size()) {
        return Optional.empty();
      }
      if (curves.stream().anyMatch(ReadCurve::hasSteps)) {
        shares.add(
            curves.stream().mapToDouble(c -> form.holds.test(c) ? 1 : 0).average().orElse(0));
      }
    }
    return shares.isEmpty() ? Optional.empty() : Optional.of(decide(shares));
  }

  private static Outcome decide(List<Double> shares) {
    if (shares.stream().allMatch(share -> share >= MOST)) {
      return Outcome.SUPPORTED;
    }
    long against = shares.stream().filter(share -> share <= FEW).count();
    return 2 * against >= shares.size() ? Outcome.CONTRADICTED : Outcome.UNDECIDED;
  }
}
