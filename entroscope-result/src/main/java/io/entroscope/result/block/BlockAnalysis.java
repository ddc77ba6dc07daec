package io.entroscope.result.block;

import io.entroscope.result.StatisticDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the residual blocks of a network do to the stream.
 *
 * @param list blocks and half-blocks, in order of depth; halves before the whole
 * @param similarity of the stream behind the whole blocks; null unless indicators were asked for
 * @param statistics what each of {@link BlockResult#statistics} is
 */
public record BlockAnalysis(
    List<BlockResult> list,
    @Nullable StreamSimilarity similarity,
    List<StatisticDescription> statistics) {
  public BlockAnalysis {
    list = List.copyOf(list);
    statistics = List.copyOf(statistics);
  }
}
