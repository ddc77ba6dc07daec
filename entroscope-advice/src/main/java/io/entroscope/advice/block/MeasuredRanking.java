package io.entroscope.advice.block;

import io.entroscope.result.ablation.AblationResult;
import io.entroscope.result.ablation.Measured;
import io.entroscope.result.ablation.OutputChange;
import io.entroscope.result.ablation.Removal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The candidates of a network in the order of what was lost without each: of accuracy where there
 * are labels, else of the outputs.
 *
 * @param by what they are ordered by: {@code accuracy}, {@code kl}, {@code cosine} or {@code flips}
 * @param removals the least loss first
 */
public record MeasuredRanking(String by, List<Removal> removals) {
  public MeasuredRanking {
    removals = List.copyOf(removals);
  }

  /** The ranking of what an ablation measured. */
  public static MeasuredRanking of(AblationResult result) {
    OutputChange any = result.removals().get(0).outputs();
    String by =
        any.change().isThere()
            ? "accuracy"
            : any.kl().isThere() ? "kl" : any.cosine().isThere() ? "cosine" : "flips";
    List<Removal> order = new ArrayList<>(result.removals());
    order.sort(
        Comparator.<Removal>comparingLong(removal -> removal.outputs().notFinite())
            .thenComparing(least(OutputChange::change, -1))
            .thenComparing(least(OutputChange::kl, 1))
            .thenComparing(least(OutputChange::cosine, -1))
            .thenComparing(least(OutputChange::flips, 1)));
    return new MeasuredRanking(by, order);
  }

  private static Comparator<Removal> least(Function<OutputChange, Measured> number, int sign) {
    return Comparator.comparingDouble(
        removal -> {
          Measured measured = number.apply(removal.outputs());
          return measured.isThere() ? sign * measured.get() : 0;
        });
  }
}
