package io.entroscope.app.option;

import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.ort.Device;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What goes into a model beside the data, and on what it runs: of every command that infers. */
public final class RunOptions {
  @Option(
      names = "--input",
      paramLabel = "NAME",
      description =
          "The model's input that images go into, where several could be (default: the only one).")
  private @Nullable String input;

  @Mixin private FeedOption feed = new FeedOption();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Examples per batch (default: 256, or fewer of large ones: as many as 8 MiB hold).")
  private @Nullable Integer batch;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--device",
      paramLabel = "cpu|cuda",
      description =
          "Where inference runs (default: cpu); cuda needs an NVIDIA GPU and a build with"
              + " ENTROSCOPE_GPU=1.")
  private Device device = Device.CPU;

  /** How many threads infer. */
  public int threads() {
    return threads.count();
  }

  /** A run on these images, to which more can be added. */
  public AnalysisOptions.Builder on(ImageOptions images) {
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
    return builder;
  }
}
