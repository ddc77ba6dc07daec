package io.entroscope.core.run;

import io.entroscope.core.ort.OrtRunner;
import io.entroscope.onnx.observe.BlockOutputs;
import io.entroscope.onnx.observe.BlockOutputs.Rows;
import io.entroscope.onnx.observe.BlockOutputs.Squares;
import io.entroscope.onnx.observe.StreamPoint;
import io.entroscope.stats.block.BlockInfluence;
import io.entroscope.stats.block.PairMoments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a bundle of batches says of one block: the measures of each example, summed over its rows as
 * they are copied, and its picked rows. Reused for many bundles.
 */
final class BlockBuffer {
  private final Squares squares;
  private final BlockOutputs block;
  private final int places;
  private final int width;
  private final int[] picks;
  private final long[] measured;
  private final long[] without;
  private final double[] influence;
  private final double[] angle;
  private final double[] size;
  private final float[] before;
  private final float[] after;
  private final boolean[] counts;

  /**
   * A buffer of one block.
   *
   * @param block a measured one
   * @param images that it has room for
   */
  BlockBuffer(BlockOutputs block, int images) {
    StreamPoint point = block.point().after().orElseThrow();
    this.block = block;
    this.squares = block.squares().orElseThrow();
    this.places = point.places();
    this.width = point.width();
    this.picks = block.rows().isPresent() ? point.picked() : new int[0];
    this.measured = new long[images];
    this.without = new long[images];
    this.influence = new double[images];
    this.angle = new double[images];
    this.size = new double[images];
    this.before = new float[Math.multiplyExact(images, picks.length * width)];
    this.after = new float[before.length];
    this.counts = new boolean[images * picks.length];
  }

  /** The float outputs that are read, with the shape of one example's part of each. */
  static Map<String, List<Long>> outputs(List<BlockOutputs> blocks) {
    Map<String, List<Long>> outputs = new HashMap<>();
    for (BlockOutputs block : blocks) {
      StreamPoint point = block.point().after().orElseThrow();
      Squares squares = block.squares().orElseThrow();
      for (String of : List.of(squares.before(), squares.after(), squares.change())) {
        outputs.put(of, point.measured());
      }
      block.mask().ifPresent(mask -> outputs.put(mask, point.measured()));
      List<Long> rows = List.of((long) point.picked().length, (long) point.width());
      block
          .rows()
          .ifPresent(of -> List.of(of.before(), of.after()).forEach(t -> outputs.put(t, rows)));
    }
    return outputs;
  }

  /** Measures the outputs of the last run for {@code count} images, from index {@code from} on. */
  void copyFrom(OrtRunner runner, int from, int count) {
    float[] x = read(runner, squares.before(), count * places);
    float[] y = read(runner, squares.after(), count * places);
    float[] change = read(runner, squares.change(), count * places);
    float[] mask = block.mask().map(of -> read(runner, of, count * places)).orElse(new float[0]);
    for (int i = 0; i < count; i++) {
      measure(x, y, change, mask, i * places, from + i);
      for (int r = 0; r < picks.length; r++) {
        int at = i * places + picks[r];
        counts[(from + i) * picks.length + r] =
            (mask.length == 0 || mask[at] > 0) && Float.isFinite(x[at]) && Float.isFinite(y[at]);
      }
    }
    if (block.rows().isPresent()) {
      Rows rows = block.rows().get();
      int perImage = picks.length * width;
      runner.floats(rows.before()).get(0, before, from * perImage, count * perImage);
      runner.floats(rows.after()).get(0, after, from * perImage, count * perImage);
    }
  }

  private static float[] read(OrtRunner runner, String output, int count) {
    float[] values = new float[count];
    runner.floats(output).get(0, values);
    return values;
  }

  /**
   * {@code 1 − cos(x, y) = (‖y − x‖² − (‖x‖ − ‖y‖)²) / 2‖x‖‖y‖}, which does not cancel where x and
   * y are much alike.
   */
  private void measure(
      float[] xx, float[] yy, float[] change, float[] mask, int offset, int image) {
    int rows = 0;
    int none = 0;
    double sum = 0;
    double angles = 0;
    double sizes = 0;
    for (int p = offset; p < offset + places; p++) {
      if (mask.length > 0 && !(mask[p] > 0)) {
        continue;
      }
      if (!(xx[p] > 0 && yy[p] > 0 && Float.isFinite(change[p]))) {
        none++;
        continue;
      }
      double x = Math.sqrt(xx[p]);
      double y = Math.sqrt(yy[p]);
      double apart = change[p] - (x - y) * (x - y);
      double of = Math.max(0, Math.min(2, apart / (2 * x * y)));
      sum += of;
      angles += ArcCosine.ofOneMinus(of);
      sizes += Math.sqrt(change[p]) / x;
      rows++;
    }
    measured[image] = rows;
    without[image] = none;
    influence[image] = sum;
    angle[image] = angles / Math.PI;
    size[image] = sizes;
  }

  /** Adds what was measured of an image. */
  void addTo(BlockInfluence.Builder into, int image) {
    into.add(measured[image], without[image], influence[image], angle[image], size[image]);
  }

  /** Adds the picked rows of an image, as far as they count. */
  void addTo(PairMoments.Builder into, int image) {
    for (int r = 0; r < picks.length; r++) {
      int row = image * picks.length + r;
      if (counts[row]) {
        into.add(before, row * width, after, row * width);
      }
    }
  }
}
