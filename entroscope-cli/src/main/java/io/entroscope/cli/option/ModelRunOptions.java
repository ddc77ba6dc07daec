package io.entroscope.cli.option;

import io.entroscope.app.FeedOption;
import io.entroscope.app.ImageOptions;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.ort.Device;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a model is run that is not observed: what goes into it, what is read, on what. */
public final class ModelRunOptions {
  @Option(
      names = "--input",
      paramLabel = "NAME",
      description =
          "The model's input that images go into, where several could be (default: the only one).")
  private @Nullable String input;

  @Mixin private FeedOption feed = new FeedOption();

  @Option(
      names = "--mask",
      paramLabel = "NAME|none",
      description =
          "The model's input that is 1 for each token and 0 for padding: only tokens count"
              + " (default: attention_mask, if there is one).")
  private @Nullable String mask;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description =
          "The model's output that is compared, where several could be (default: the only one).")
  private @Nullable String output;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Examples per batch (default: 256, or fewer of large ones: as many as 8 MiB hold).")
  private @Nullable Integer batch;

  @Option(
      names = "--device",
      paramLabel = "cpu|cuda",
      description =
          "Where inference runs (default: cpu); cuda needs an NVIDIA GPU and a build with"
              + " ENTROSCOPE_GPU=1.")
  private Device device = Device.CPU;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  /** What is asked of a run on these images. */
  public AnalysisOptions on(ImageOptions images) {
    AnalysisOptions.Builder builder =
        AnalysisOptions.builder()
            .selection(images.selection())
            .pixels(images.pixels())
            .threads(threads.count())
            .device(device)
            .feeds(feed.feeds());
    if (batch != null) {
      builder.batch(batch);
    }
    if (input != null) {
      builder.input(input);
    }
    if (mask != null) {
      builder.mask(mask);
    }
    if (output != null) {
      builder.output(output);
    }
    return builder.build();
  }
}
