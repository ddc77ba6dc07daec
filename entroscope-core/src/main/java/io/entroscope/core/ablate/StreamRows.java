package io.entroscope.core.ablate;

import io.entroscope.core.block.Candidate;
import io.entroscope.core.ort.HeldTensors;
import io.entroscope.stats.block.BlockInfluence;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The stream before and behind a candidate as rows: the vector of each token or place.
 *
 * @param input the tensor before it
 * @param output the tensor behind it
 * @param shape of one example's part of either
 * @param channelsFirst whether the numbers of a vector lie apart by the places
 */
record StreamRows(String input, String output, List<Long> shape, boolean channelsFirst) {
  /**
   * That of a candidate; empty where its streams are not rows of examples, or not alike.
   *
   * @param before the shape of its input
   * @param after the shape of its output
   * @param unitAxis of both: 1, or −1 for the last
   */
  static Optional<StreamRows> of(
      Candidate candidate, List<Long> before, List<Long> after, int unitAxis) {
    boolean alike =
        before.equals(after)
            && after.size() >= 2
            && after.size() <= 4
            && after.stream().skip(1).allMatch(size -> size > 0);
    if (!alike) {
      return Optional.empty();
    }
    boolean first = after.size() > 2 && unitAxis == 1;
    return Optional.of(
        new StreamRows(
            candidate.input(), candidate.output(), after.subList(1, after.size()), first));
  }

  /** How long a vector is. */
  private int channels() {
    return Math.toIntExact(shape.get(channelsFirst ? 0 : shape.size() - 1));
  }

  /** How many an example has. */
  private int places() {
    return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact)) / channels();
  }

  /** Adds some examples. */
  void add(HeldTensors held, int count, ExampleFacts facts, BlockInfluence.Builder influence) {
    float[] x = held.floats(input, shape);
    float[] y = held.floats(output, shape);
    int channels = channels();
    for (int example = 0; example < count; example++) {
      influence.add(rows(x, example, facts), rows(y, example, facts), channels);
    }
  }

  private float[] rows(float[] all, int example, ExampleFacts facts) {
    int channels = channels();
    int places = places();
    int numbers = places * channels;
    float[] rows = new float[numbers];
    int at = 0;
    for (int place = 0; place < places; place++) {
      if (!facts.counts(example, place, places)) {
        continue;
      }
      for (int channel = 0; channel < channels; channel++) {
        int within = channelsFirst ? channel * places + place : place * channels + channel;
        rows[at++] = all[example * numbers + within];
      }
    }
    return at == numbers ? rows : Arrays.copyOf(rows, at);
  }
}
