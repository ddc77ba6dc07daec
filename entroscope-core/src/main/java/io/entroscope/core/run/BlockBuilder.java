package io.entroscope.core.run;

import io.entroscope.core.state.BlockSums;
import io.entroscope.core.state.BlockSums.Pairs;
import io.entroscope.onnx.observe.BlockOutputs;
import io.entroscope.onnx.observe.StreamPoint;
import io.entroscope.stats.CrossProducts;
import io.entroscope.stats.block.BlockInfluence;
import io.entroscope.stats.block.PairMoments;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Adds up what a segment's bundles say of one block, in the order of positions. */
final class BlockBuilder {
  private final BlockInfluence.Builder influence = new BlockInfluence.Builder();
  private final PairMoments.@Nullable Builder fitted;
  private final PairMoments.@Nullable Builder heldOut;

  BlockBuilder(BlockOutputs block, CrossProducts products) {
    int width = block.point().after().map(StreamPoint::width).orElseThrow();
    boolean rows = block.rows().isPresent();
    fitted = rows ? new PairMoments.Builder(width, width, products) : null;
    heldOut = rows ? new PairMoments.Builder(width, width, products) : null;
  }

  void add(BundleBuffer bundle, BlockBuffer block) {
    for (int n = 0; n < bundle.count(); n++) {
      int image = bundle.inOrder(n);
      block.addTo(influence, image);
      PairMoments.Builder into = BlockSums.isHeldOut(bundle.group(image)) ? heldOut : fitted;
      if (into != null) {
        block.addTo(into, image);
      }
    }
  }

  BlockSums build() {
    return new BlockSums(
        influence.build(),
        fitted == null || heldOut == null
            ? Optional.empty()
            : Optional.of(new Pairs(fitted.build(), heldOut.build())));
  }
}
