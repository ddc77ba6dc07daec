package io.entroscope.core.plan;

import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.plan.ModelInput.Arrays.Fed;
import io.entroscope.onnx.observe.Reduction;
import io.entroscope.setting.Setting;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The input of a model that says which of each example's tokens count: [N, T], 1 for a token and 0
 * for padding.
 *
 * @param input its name
 * @param tokens T
 */
public record TokenMask(String input, int tokens) {
  /** What exporters call it; taken where nothing else is asked for. */
  private static final String USUAL = "attention_mask";

  /** What is asked for who wants none. */
  private static final String NONE = "none";

  /**
   * The mask that was asked for, or the usual one where the model has it.
   *
   * @throws PlanException if what was asked for is no such input
   */
  public static Optional<TokenMask> of(ModelInput data, AnalysisOptions options) {
    if (options.mask().equals(Optional.of(NONE))) {
      return Optional.empty();
    }
    if (!(data instanceof ModelInput.Arrays arrays)) {
      if (options.mask().isPresent()) {
        throw new PlanException(
            Setting.MASK
                + " is for models of tokens, which are given arrays; leave it out with images");
      }
      return Optional.empty();
    }
    Optional<Fed> fed = arrays.of(options.mask().orElse(USUAL));
    if (options.mask().isEmpty()) {
      return fed.filter(of -> of.shape().size() == 1).map(TokenMask::of);
    }
    if (fed.isEmpty()) {
      throw new PlanException(
          Setting.MASK
              + " names '"
              + options.mask().get()
              + "', which is no input of the model that data go into; choose from "
              + arrays.fed().stream()
                  .map(of -> of.tensor().name())
                  .collect(Collectors.joining(", "))
              + ", or none");
    }
    if (fed.get().shape().size() != 1) {
      throw new PlanException(
          Setting.MASK
              + " names '"
              + options.mask().get()
              + "', which is "
              + fed.get().array().array().form()
              + "; a mask is [N, T], a 1 or 0 for each token");
    }
    return fed.map(TokenMask::of);
  }

  private static TokenMask of(Fed fed) {
    return new TokenMask(fed.tensor().name(), fed.shape().get(0));
  }

  /**
   * The mean of a tensor over its tokens, if the other axis of it is theirs.
   *
   * @param shape of the tensor
   * @param examples the axis of these
   * @param units the axis of these
   */
  Optional<Reduction> mean(List<Long> shape, int examples, int units) {
    int other = 3 - examples - units;
    return shape.size() == 3 && shape.get(other) == tokens
        ? Optional.of(new Reduction.MaskedMean(input, other))
        : Optional.empty();
  }

  /**
   * What goes in, with the mask if some layer is averaged by it.
   *
   * @throws PlanException if none is, though it was asked for
   */
  static ModelInput in(
      ModelInput data, Optional<TokenMask> mask, List<Tap> taps, AnalysisOptions options) {
    boolean used =
        taps.stream()
            .map(tap -> tap.outputs().point().reduction().last())
            .anyMatch(Reduction.MaskedMean.class::isInstance);
    if (mask.isPresent() && options.mask().isPresent() && !used) {
      throw new PlanException(
          Setting.MASK
              + " "
              + mask.get().input()
              + " has "
              + mask.get().tokens()
              + " tokens, but no observed layer has an axis of so many; leave it out, or choose"
              + " other "
              + Setting.LAYERS);
    }
    return used && data instanceof ModelInput.Arrays arrays
        ? arrays.masked(mask.orElseThrow().input())
        : data;
  }
}
