package io.entroscope.study.reproduce.experiment;

import io.entroscope.advice.Action;
import io.entroscope.advice.Advisor;
import io.entroscope.advice.LayerAdvice;
import io.entroscope.core.PlanException;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Verdict;
import io.entroscope.result.Verdict.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The layer that a curve points at by the paper's rule: among the layers that should go, or else
 * those that could, the one at which the entropy rises most. Where the rule names none, it is the
 * layer at which the entropy falls least; {@code action} then says so.
 *
 * @param layer the layer
 * @param action what the rule says about it
 * @param change of the entropy at it
 * @param other the layer that the rule would choose last; null if there is no other
 */
public record LayerChoice(String layer, Action action, double change, @Nullable String other) {
  /** A layer that may be chosen, with what the rule says about it. */
  private record Candidate(String layer, Action action, double change) {
    int rank() {
      return switch (action) {
        case SHOULD_GO -> 0;
        case COULD_GO -> 1;
        case UNDECIDED, KEEP -> 2;
      };
    }
  }

  /**
   * Chooses among the inner layers of a result's curve.
   *
   * @throws PlanException if the curve has fewer than three layers
   */
  static LayerChoice of(AnalysisResult result) {
    Verdict verdict = Objects.requireNonNull(result.verdict(), "a result without a verdict");
    return of(
        Advisor.advise(result), verdict.average().steps().stream().map(Step::change).toList());
  }

  /**
   * Chooses among the inner layers.
   *
   * @param advice for each layer of the curve, in order of depth
   * @param changes of the entropy from each of them to the next
   */
  static LayerChoice of(List<LayerAdvice> advice, List<Double> changes) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 1; i < advice.size() - 1; i++) {
      candidates.add(
          new Candidate(advice.get(i).layer(), advice.get(i).action(), changes.get(i - 1)));
    }
    if (candidates.isEmpty()) {
      throw new PlanException(
          "the curve has no layer between the first and the last, so there is nothing to choose");
    }
    candidates.sort(
        Comparator.comparingInt(Candidate::rank)
            .thenComparing(Comparator.comparingDouble(Candidate::change).reversed()));
    Candidate first = candidates.get(0);
    Candidate last = candidates.get(candidates.size() - 1);
    return new LayerChoice(
        first.layer(), first.action(), first.change(), candidates.size() > 1 ? last.layer() : null);
  }
}
