package io.entroscope.core.plan;

import static java.util.Objects.requireNonNull;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.ort.BatchAxis;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.ort.HeldTensors;
import io.entroscope.core.ort.Trim;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds out, by trying, whether a model of tokens may be run without the padding that examples
 * which run together have in common: it must take any number of tokens, and what it gives for an
 * example must not depend on the padding behind it. Which examples run together is fixed by their
 * positions, so that no result depends on threads or machines.
 */
public final class Padding {
  /** What rounding leaves is far below, what a mean over padding changes far above. */
  private static final double SAME = 1e-4;

  private static final int LOOKED_AT = 16;

  private Padding() {}

  /** Runs a model on what is held, and leaves its outputs there. */
  public interface Run {
    /**
     * Runs.
     *
     * @param inputs the names of all that goes in
     */
    void on(HeldTensors held, Set<String> inputs);
  }

  /**
   * What goes into a model, without padding if that may be left out.
   *
   * @param mask says what is padding; empty: nothing is left out
   * @param outputs by which the model is tried, with the examples along the first axis
   */
  public static Feed without(
      Feed feed, ModelInput input, Optional<TokenMask> mask, Set<String> outputs, Run run) {
    if (mask.isEmpty() || !isTrimmable(input, mask.get())) {
      return feed;
    }
    Feed trimmed = feed.trimmed(new Trim(mask.get().input(), mask.get().tokens()));
    Optional<List<ByteBuffer>> padded = padded(input, trimmed);
    return padded.isPresent() && isSame(feed, trimmed, padded.get(), outputs, run) ? trimmed : feed;
  }

  private static boolean isTrimmable(ModelInput input, TokenMask mask) {
    return input instanceof ModelInput.Arrays arrays
        && arrays.axis() == BatchAxis.FIRST
        && mask.tokens() > 1
        && arrays.fed().stream()
            .allMatch(
                fed ->
                    fed.shape().equals(List.of(mask.tokens())) && fed.tensor().shape().get(1) < 0);
  }

  /** The shortest of a few examples, once for each that the model takes; empty if none is short. */
  private static Optional<List<ByteBuffer>> padded(ModelInput input, Feed feed) {
    int size = Math.max(1, input.data().size());
    int[] some =
        IntStream.range(0, LOOKED_AT).map(i -> (int) ((long) i * size / LOOKED_AT)).toArray();
    List<ByteBuffer> examples = input.varied(some);
    int shortest = 0;
    for (int i = 1; i < some.length; i++) {
      shortest = feed.tokens(examples, i, 1) < feed.tokens(examples, shortest, 1) ? i : shortest;
    }
    boolean isShort = feed.tokens(examples, shortest, 1) < feed.trim().orElseThrow().tokens();
    int[] same = new int[Math.max(1, input.fixedBatch())];
    Arrays.fill(same, some[shortest]);
    return isShort ? Optional.of(input.varied(same)) : Optional.empty();
  }

  private static boolean isSame(
      Feed feed, Feed trimmed, List<ByteBuffer> examples, Set<String> outputs, Run run) {
    try {
      Map<String, Values> all = values(feed, examples, outputs, run);
      Map<String, Values> without = values(trimmed, examples, outputs, run);
      return outputs.stream()
          .allMatch(
              name -> isSame(requireNonNull(all.get(name)), requireNonNull(without.get(name))));
    } catch (AnalysisException e) {
      return false; // It takes so many tokens alone.
    }
  }

  private record Values(List<Long> shape, float[] numbers) {}

  private static Map<String, Values> values(
      Feed feed, List<ByteBuffer> examples, Set<String> outputs, Run run) {
    int rows = Math.max(1, feed.fixedBatch());
    Map<String, Values> values = new HashMap<>();
    try (HeldTensors.Inputs inputs = new HeldTensors.Inputs(feed.ofAtMost(rows));
        HeldTensors held = inputs.of(examples, 0, rows)) {
      run.on(held, inputs.names());
      for (String name : outputs) {
        boolean real = held.info(name).type().isFloating();
        values.put(
            name, new Values(held.info(name).shape(), real ? held.floats(name) : new float[0]));
      }
    }
    return values;
  }

  /** Whether the numbers of the tokens that count are the same, but for rounding. */
  private static boolean isSame(Values all, Values without) {
    if (all.shape().size() != without.shape().size()) {
      return false;
    }
    float[] same = HeldTensors.common(all.numbers(), all.shape(), without.shape());
    double scale = 0;
    for (float value : without.numbers()) {
      scale = Math.max(scale, Math.abs(value));
    }
    boolean close = same.length == without.numbers().length;
    for (int i = 0; close && i < same.length; i++) {
      close = Math.abs((double) same[i] - without.numbers()[i]) <= SAME * scale;
    }
    return close;
  }
}
