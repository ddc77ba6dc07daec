package io.entroscope.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How pixels became the model's input: {@code (pixel · scale − mean) / std} per channel.
 *
 * @param scale what pixels in 0..255 were multiplied by, 1/255 by default
 * @param mean one value, or one per channel, after scaling
 * @param std one value, or one per channel, after scaling
 * @param resize {@code [height, width]} that images were resized to; null: not resized
 * @param layout {@code NCHW}, {@code NHWC}, {@code NHW}, {@code flat CHW} or {@code flat HWC}
 * @param channels 1 (grey) or 3 (RGB)
 * @param source where these settings came from: {@code options}, {@code model} or {@code default}
 */
public record PreprocessingInfo(
    double scale,
    List<Double> mean,
    List<Double> std,
    @Nullable List<Integer> resize,
    String layout,
    int channels,
    String source) {
  public PreprocessingInfo {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }
}
