package io.entroscope.result.ablation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Candidates taken out one after the other, in several orders.
 *
 * @param chosenBy what the greedy order makes best at each step: {@code accuracy}, {@code kl},
 *     {@code flips} or {@code cosine}
 * @param chosenOn the examples on which that order was chosen
 * @param measuredOn the other examples, on which all orders are measured
 * @param wholeAccuracy of the whole model on these; null without labels
 * @param curves by order
 */
public record Sequence(
    String chosenBy,
    long chosenOn,
    long measuredOn,
    @Nullable Double wholeAccuracy,
    List<Curve> curves) {
  /** The order that is chosen by what is measured, given those that are out. */
  public static final String GREEDY = "greedy";

  /** The deepest first. */
  public static final String LAST = "last";

  /** The least block influence first. */
  public static final String INFLUENCE = "blockInfluence";

  /** An order drawn by chance. */
  public static final String RANDOM = "random";

  public Sequence {
    curves = List.copyOf(curves);
  }

  /**
   * One order.
   *
   * @param order {@code greedy}, {@code last}, {@code blockInfluence} or {@code random}
   * @param draw of a random order its number, from 1; null for the others
   * @param steps the first candidate alone, the first two, and so on
   */
  public record Curve(String order, @Nullable Integer draw, List<Step> steps) {
    public Curve {
      steps = List.copyOf(steps);
    }
  }

  /**
   * One more candidate is out.
   *
   * @param removed which
   * @param multiplyAddsLeft the share of the model's multiply-adds that is left; null if not known
   * @param outputs how the outputs differ from the whole model's
   */
  public record Step(
      String removed, @Nullable Double multiplyAddsLeft, @JsonUnwrapped OutputChange outputs) {}
}
