package io.entroscope.core.indicator;

import io.entroscope.core.indicator.internal.Rows;
import io.entroscope.result.layer.LayerIndicators.FromPrevious;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A layer beside the one before it, over the sampled images that both have. */
final class BesidePrevious implements LayerStatistic<BesidePrevious.Pair, FromPrevious> {
  /** Two layers in the order of depth. */
  record Pair(Evidence before, Evidence layer) {}

  @Override
  public Optional<Pair> state(Evidence layer) {
    return layer.previous().map(before -> new Pair(before, layer));
  }

  @Override
  public Optional<FromPrevious> estimate(Pair pair) {
    List<Rows> rows = Rows.shared(pair.before().samples(), pair.layer().samples());
    if (rows.get(0).count() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new FromPrevious(
            pair.before().name(),
            boxed(
                Similarity.cka(
                    pair.before().gramOf(rows.get(0)), pair.layer().gramOf(rows.get(1)))),
            boxed(Similarity.angularDistance(rows.get(0), rows.get(1))),
            rows.get(0).count()));
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
