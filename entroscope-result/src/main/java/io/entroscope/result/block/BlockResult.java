package io.entroscope.result.block;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.layer.LayerFacts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One residual block.
 *
 * @param name unique in the model
 * @param kind {@code attention}, {@code feed-forward}, {@code token-mixing}, {@code
 *     channel-mixing}, {@code convolution} or {@code layer}
 * @param layer of a whole block, the {@linkplain LayerFacts#name name} under which the stream
 *     behind it is among the layers; null: it is half of one, or the stream was not observed
 * @param input the tensor that it takes from the stream
 * @param output the tensor that it leaves in the stream
 * @param shape of the output, −1 at the axis of the examples
 * @param parameters weights, biases and scales
 * @param unmeasured why the stream before it and behind it cannot be set side by side; null: they
 *     are
 * @param recovery how the map was fitted that the statistics of recoverability are of; null without
 *     one
 * @param statistics by the {@linkplain StatisticDescription#name name} of the statistic
 */
@JsonPropertyOrder({
  "name",
  "kind",
  "layer",
  "input",
  "output",
  "shape",
  "parameters",
  "unmeasured",
  "recovery",
  "statistics"
})
public record BlockResult(
    String name,
    String kind,
    @Nullable String layer,
    String input,
    String output,
    List<Long> shape,
    long parameters,
    @Nullable String unmeasured,
    @Nullable Recovery recovery,
    Map<String, BlockValue> statistics) {
  /** The kind of a whole layer that is made of halves. */
  public static final String LAYER = "layer";

  public BlockResult {
    shape = List.copyOf(shape);
    statistics = Collections.unmodifiableMap(new LinkedHashMap<>(statistics));
  }

  /** Whether the block is a point of the curve, and no half of one. */
  public boolean whole() {
    return layer != null;
  }

  /**
   * How a least-squares map from the stream before a block to that behind it was fitted.
   *
   * @param lambda the ridge, as a share of the mean variance before the block
   * @param fittedRows tokens or places that it was fitted on
   * @param heldOutRows others, that it was tried on
   */
  public record Recovery(double lambda, long fittedRows, long heldOutRows) {}
}
