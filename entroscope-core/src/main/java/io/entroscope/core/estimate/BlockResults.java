package io.entroscope.core.estimate;

import io.entroscope.core.Parallel;
import io.entroscope.core.indicator.StreamAlignment;
import io.entroscope.core.indicator.block.BlockEvidence;
import io.entroscope.core.indicator.block.BlockStatistics;
import io.entroscope.core.ort.OrtProducts;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.state.AnalysisState;
import io.entroscope.core.state.BlockSums;
import io.entroscope.core.state.BlockSums.Pairs;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.observe.BlockOutputs;
import io.entroscope.onnx.observe.BlockPoint;
import io.entroscope.onnx.observe.StreamPoint;
import io.entroscope.result.block.BlockAnalysis;
import io.entroscope.result.block.BlockResult;
import io.entroscope.result.block.BlockResult.Recovery;
import io.entroscope.result.block.StreamSimilarity;
import io.entroscope.stats.LayerSamples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the sums of a plan's blocks into the blocks of a result. */
final class BlockResults {
  private final AnalysisPlan plan;
  private final AnalysisState state;

  private BlockResults(AnalysisPlan plan, AnalysisState state) {
    this.plan = plan;
    this.state = state;
  }

  /** The blocks; null if the model has none. */
  static @Nullable BlockAnalysis of(AnalysisPlan plan, AnalysisState state) {
    return plan.observation().blocks().isEmpty() ? null : new BlockResults(plan, state).build();
  }

  private static String name(Tap tap) {
    return tap.outputs().point().layer().name();
  }

  private BlockAnalysis build() {
    List<BlockOutputs> measured = plan.measuredBlocks();
    List<BlockEvidence> evidence =
        Parallel.map(
            plan.options().threads(), measured.size(), b -> evidence(state.blocks().get(b)));
    List<BlockResult> list = new ArrayList<>();
    for (BlockOutputs block : plan.observation().blocks()) {
      int at = measured.indexOf(block);
      list.add(at < 0 ? result(block.point(), null) : result(block.point(), evidence.get(at)));
    }
    return new BlockAnalysis(list, similarity().orElse(null), BlockStatistics.descriptions());
  }

  private static BlockEvidence evidence(BlockSums sums) {
    if (sums.pairs().isEmpty()) {
      return BlockEvidence.of(sums.influence());
    }
    Pairs pairs = sums.pairs().get();
    return BlockEvidence.of(sums.influence(), pairs.fitted(), pairs.heldOut());
  }

  private BlockResult result(BlockPoint point, @Nullable BlockEvidence evidence) {
    Block block = point.block();
    return new BlockResult(
        block.name(),
        block.kind().label(),
        layer(block),
        block.input(),
        block.output(),
        point.after().map(StreamPoint::shape).orElse(List.of()),
        block.parameters(),
        evidence == null ? unmeasured(point) : null,
        evidence == null ? null : recovery(evidence),
        evidence == null ? Map.of() : BlockStatistics.of(evidence));
  }

  /** The layer that the stream behind a whole block is in the result. */
  private @Nullable String layer(Block block) {
    return plan.taps().stream()
        .filter(Tap::isBlock)
        .map(tap -> tap.outputs().point().layer())
        .filter(layer -> layer.input().equals(block.input()))
        .filter(layer -> layer.output().equals(block.output()))
        .map(Layer::name)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Recovery recovery(BlockEvidence evidence) {
    return evidence
        .map()
        .map(map -> new Recovery(map.lambda(), map.fitted(), map.heldOut()))
        .orElse(null);
  }

  private static String unmeasured(BlockPoint point) {
    if (point.before().isEmpty() || point.after().isEmpty()) {
      return "the stream has no row of units for each token or place of each example";
    }
    return "changes the stream from "
        + point.before().get().shape()
        + " to "
        + point.after().get().shape();
  }

  private Optional<StreamSimilarity> similarity() {
    if (!plan.options().indicators().asked()) {
      return Optional.empty();
    }
    Map<String, LayerSamples> samples = new LinkedHashMap<>();
    for (int t = 0; t < plan.taps().size(); t++) {
      if (plan.taps().get(t).isBlock()) {
        samples.putIfAbsent(name(plan.taps().get(t)), state.layers().get(t).samples());
      }
    }
    try (OrtProducts products = new OrtProducts()) {
      return StreamAlignment.of(samples, products, plan.options().threads());
    }
  }
}
