package io.entroscope.core.state;

import io.entroscope.onnx.observe.BlockOutputs;
import io.entroscope.onnx.observe.StreamPoint;
import io.entroscope.stats.block.BlockInfluence;
import io.entroscope.stats.block.PairMoments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * The floating-point sums of one measured block, which are merged in the canonical order.
 *
 * @param influence how much the block changes the stream
 * @param pairs what a linear map is fitted from; empty unless indicators were asked for
 */
public record BlockSums(BlockInfluence influence, Optional<Pairs> pairs) {
  /** One of so many groups of the jackknife is held out. */
  private static final int HELD_OUT = 5;

  /**
   * Second moments of rows before and behind the block.
   *
   * @param fitted of the examples that the map is fitted on
   * @param heldOut of those that it is tried on
   */
  public record Pairs(PairMoments fitted, PairMoments heldOut) {
    Pairs merge(Pairs that) {
      return new Pairs(fitted.merge(that.fitted), heldOut.merge(that.heldOut));
    }
  }

  /** Whether the examples of a group of the jackknife are held out: a fifth of each class. */
  public static boolean isHeldOut(int group) {
    return group % HELD_OUT == HELD_OUT - 1;
  }

  BlockSums merge(BlockSums that) {
    return new BlockSums(
        influence.merge(that.influence), pairs.flatMap(mine -> that.pairs.map(mine::merge)));
  }

  /** Writes the sums, bit for bit, without their sizes, which follow from the plan. */
  void writeTo(DataOutput out) throws IOException {
    influence.writeTo(out);
    if (pairs.isPresent()) {
      pairs.get().fitted().writeTo(out);
      pairs.get().heldOut().writeTo(out);
    }
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws IOException if the bytes end early or are not such sums
   */
  static BlockSums readFrom(DataInput in, BlockOutputs block) throws IOException {
    BlockInfluence influence = BlockInfluence.readFrom(in);
    if (block.rows().isEmpty()) {
      return new BlockSums(influence, Optional.empty());
    }
    int width = block.point().after().map(StreamPoint::width).orElseThrow();
    PairMoments fitted = PairMoments.readFrom(in, width, width);
    return new BlockSums(
        influence, Optional.of(new Pairs(fitted, PairMoments.readFrom(in, width, width))));
  }
}
