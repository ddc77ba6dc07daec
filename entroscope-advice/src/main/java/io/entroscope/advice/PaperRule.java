package io.entroscope.advice;

import io.entroscope.result.Verdict.Direction;

/**
 * The rule of L. Wang, P. Chen, C. Wang, R. Wang, "Layer-Wise Entropy Analysis and Visualization of
 * Neurons Activation": where the entropy falls a layer contributes, where the curve is flat it
 * contributes little and can be deleted, and where it rises the layer does harm.
 */
public final class PaperRule {
  private PaperRule() {}

  /**
   * What the rule says of a layer.
   *
   * @param step what the entropy does from the layer before to this one
   */
  public static Action of(Direction step) {
    return switch (step) {
      case FALLS -> Action.KEEP;
      case FLAT -> Action.COULD_GO;
      case RISES -> Action.SHOULD_GO;
      case UNDECIDED -> Action.UNDECIDED;
    };
  }
}
