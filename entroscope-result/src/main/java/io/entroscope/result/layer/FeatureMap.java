package io.entroscope.result.layer;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.entroscope.result.AnalysisResult;

/**
 * What the n channels of a convolution made of one sample image, at 8 bits: channel c's value at a
 * place is {@code low[c] + (high[c] − low[c]) · byte / 255}.
 *
 * @param sample the image's index in {@link AnalysisResult#samples}
 * @param height of each map as kept; less than the layer's own where maps were pooled to save room
 * @param width of each map as kept
 * @param low {@code [n]}: the least value of each channel
 * @param high {@code [n]}: the greatest value of each channel
 * @param pixels {@code [n, height, width]} bytes, channel by channel and row by row, in base64
 */
@JsonPropertyOrder({"sample", "height", "width", "low", "high", "pixels"})
public record FeatureMap(
    int sample, int height, int width, float[] low, float[] high, String pixels) {}
