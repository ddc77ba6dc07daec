package io.entroscope.core.indicator;

import io.entroscope.result.StatisticDescription;
import io.entroscope.result.layer.StatisticValue;
import java.util.Optional;

/**
 * Something that is computed of one layer once all images were seen: from which state, and how. Has
 * no fields that change; several threads may use it at once.
 *
 * @param <S> the state that it is computed from
 * @param <V> what comes out
 */
interface LayerStatistic<S, V> {
  /** The state, as the layer's evidence gives it; empty where that was not kept. */
  Optional<S> state(Evidence layer);

  /** From the state; empty where the statistic is not defined. */
  Optional<V> estimate(S state);

  /** Of a layer. */
  default Optional<V> of(Evidence layer) {
    return state(layer).flatMap(this::estimate);
  }

  /**
   * A number that explains itself: result, schema, report and tables show it by what it says here.
   * {@link Statistics} lists them.
   *
   * @param <S> the state that it is computed from
   */
  interface Described<S> extends LayerStatistic<S, StatisticValue> {
    /** What it is, for the result. */
    StatisticDescription description();
  }
}
