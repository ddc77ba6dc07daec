package io.entroscope.core.prune.block;

import io.entroscope.core.ablate.OutputComparison;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Bypass;
import java.util.Map;
import java.util.Optional;

/**
 * A removal that was tried on the examples held out.
 *
 * @param choice what is out
 * @param ways how each span is taken out
 * @param maps what stands in the place of each span; none without repair
 * @param head what the head is fitted to
 * @param tried the model, of which nothing was fitted on the examples held out
 * @param heldOut how it compares with the whole model on these; nothing where {@code judged} is
 *     there
 * @param judged how good its head is in cross-validation, if that could be fitted to labels
 */
record Attempt(
    Choice choice,
    Map<Block, Bypass> ways,
    Map<Block, SpanMap> maps,
    HeadFit.Target head,
    OnnxModel tried,
    OutputComparison heldOut,
    Optional<HeadFit.Judged> judged) {
  Attempt {
    ways = Map.copyOf(ways);
    maps = Map.copyOf(maps);
  }

  /** How good it is: accuracy, without labels agreement, of vectors their cosine. */
  double quality() {
    if (judged.isPresent()) {
      return judged.get().now();
    }
    if (heldOut.right().examples() > 0) {
      return heldOut.secondAccuracy().get();
    }
    if (!heldOut.flips().isEmpty()) {
      return 1 - heldOut.flips().value();
    }
    return heldOut.cosine().isEmpty() ? 0 : heldOut.cosine().value();
  }

  /** What is lost: accuracy, without labels the share of flips, of vectors 1 − cosine. */
  double loss() {
    if (judged.isPresent()) {
      return judged.get().whole() - judged.get().now();
    }
    return (heldOut.right().examples() > 0 ? heldOut.firstAccuracy().get() : 1) - quality();
  }

  /** On how many examples, of which nothing was fitted on those looked at, that was found. */
  long examples() {
    return judged.map(of -> (long) of.examples()).orElse(heldOut.examples());
  }

  /** Whether it is better than another: in quality, or else by the distributions. */
  boolean isBetterThan(Attempt other) {
    if (quality() != other.quality()) {
      return quality() > other.quality();
    }
    boolean both = !heldOut.kl().isEmpty() && !other.heldOut.kl().isEmpty();
    return both && heldOut.kl().value() < other.heldOut.kl().value();
  }
}
