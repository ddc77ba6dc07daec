package io.entroscope.core.state;

import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.onnx.observe.BlockOutputs;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * All floating-point sums of some segments, which are merged in the canonical order.
 *
 * @param taps of each tap point
 * @param blocks of each measured block
 */
public record OrderedSums(List<TapSums> taps, List<BlockSums> blocks) {
  public OrderedSums {
    taps = List.copyOf(taps);
    blocks = List.copyOf(blocks);
  }

  OrderedSums merge(OrderedSums that) {
    return new OrderedSums(
        merged(taps, that.taps, TapSums::merge), merged(blocks, that.blocks, BlockSums::merge));
  }

  private static <S> List<S> merged(List<S> a, List<S> b, BinaryOperator<S> merge) {
    List<S> merged = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      merged.add(merge.apply(a.get(i), b.get(i)));
    }
    return merged;
  }

  void writeTo(DataOutput out) throws IOException {
    for (TapSums tap : taps) {
      tap.writeTo(out);
    }
    for (BlockSums block : blocks) {
      block.writeTo(out);
    }
  }

  static OrderedSums readFrom(DataInput in, AnalysisPlan plan) throws IOException {
    List<TapSums> taps = new ArrayList<>();
    for (Tap tap : plan.taps()) {
      taps.add(TapSums.readFrom(in, plan, tap));
    }
    List<BlockSums> blocks = new ArrayList<>();
    for (BlockOutputs block : plan.measuredBlocks()) {
      blocks.add(BlockSums.readFrom(in, block));
    }
    return new OrderedSums(taps, blocks);
  }
}
