package io.entroscope.advice.block;

import io.entroscope.advice.Order;
import org.jspecify.annotations.Nullable;

/**
 * A residual block in the order in which blocks would be taken out.
 *
 * @param rank 1 for the one to take out first
 * @param block its name
 * @param kind as of a {@link io.entroscope.result.block.BlockResult}
 * @param indicator what it is ranked by
 * @param value the indicator's score: the higher, the sooner it should go
 * @param expected what taking out the block of this rank cost where it was done; null if that was
 *     not tried
 */
public record RankedBlock(
    int rank,
    String block,
    String kind,
    String indicator,
    double value,
    Order.@Nullable Cost expected) {}
