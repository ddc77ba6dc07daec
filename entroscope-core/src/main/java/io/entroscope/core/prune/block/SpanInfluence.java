package io.entroscope.core.prune.block;

import io.entroscope.onnx.block.Block;
import io.entroscope.stats.block.VectorPair;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The influence of every span of a chain of blocks: 1 − the mean cosine between the stream before
 * and behind it, over the rows of all examples (X. Men et al.: "ShortGPT", 2024, eq. (1), for spans
 * as in A. Gromov et al.: "The Unreasonable Ineffectiveness of the Deeper Layers", 2024). A row
 * that is 0 has no direction and counts as one that does not change.
 */
final class SpanInfluence {
  private final int points;
  private final double[][] cosines;
  private long rows;

  private SpanInfluence(int points) {
    this.points = points;
    this.cosines = new double[points][points];
  }

  /** Of no rows of a chain of so many blocks. */
  static SpanInfluence zero(int blocks) {
    return new SpanInfluence(blocks + 1);
  }

  /** The tensors between the blocks of a chain: one more than there are blocks. */
  static List<String> tensors(List<Block> chain) {
    return Stream.concat(Stream.of(chain.get(0).input()), chain.stream().map(Block::output))
        .toList();
  }

  /**
   * Adds rows.
   *
   * @param streams for each point of the chain, {@code [rows, width]}
   */
  void add(List<float[]> streams, int width) {
    int count = streams.get(0).length / width;
    for (int row = 0; row < count; row++) {
      double[] squares = new double[points];
      for (int i = 0; i < points; i++) {
        squares[i] = dot(streams.get(i), streams.get(i), row * width, width);
      }
      for (int i = 0; i < points; i++) {
        for (int j = i + 1; j < points; j++) {
          cosines[i][j] +=
              squares[i] > 0 && squares[j] > 0
                  ? VectorPair.cosine(
                      squares[i],
                      squares[j],
                      dot(streams.get(i), streams.get(j), row * width, width))
                  : 1;
        }
      }
    }
    rows += count;
  }

  private static double dot(float[] a, float[] b, int from, int width) {
    float even = 0;
    float odd = 0;
    int i = from;
    for (; i + 1 < from + width; i += 2) {
      even += a[i] * b[i];
      odd += a[i + 1] * b[i + 1];
    }
    return i < from + width ? (double) even + odd + a[i] * b[i] : (double) even + odd;
  }

  /** These rows and those. */
  SpanInfluence merge(SpanInfluence that) {
    SpanInfluence both = new SpanInfluence(points);
    both.rows = rows + that.rows;
    for (int i = 0; i < points; i++) {
      both.cosines[i] = cosines[i].clone();
      for (int j = 0; j < points; j++) {
        both.cosines[i][j] += that.cosines[i][j];
      }
    }
    return both;
  }

  /**
   * The influence of a span.
   *
   * @param first its first block, from 0
   * @param length how many blocks
   */
  double of(int first, int length) {
    return rows == 0 ? 0 : 1 - cosines[first][first + length] / rows;
  }

  /** The first block of the span of this length with the least influence; of equals, the first. */
  int leastInfluential(int length) {
    int best = 0;
    for (int first = 1; first + length < points; first++) {
      best = of(first, length) < of(best, length) ? first : best;
    }
    return best;
  }

  @Override
  public String toString() {
    return rows + " rows, " + Arrays.deepToString(cosines);
  }
}
