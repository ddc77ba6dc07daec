package io.entroscope.cli.option;

import io.entroscope.app.option.ImageOptions;
import io.entroscope.app.option.RunOptions;
import io.entroscope.core.option.AnalysisOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a model is run that is not observed: what goes into it, what is read, on what. */
public final class ModelRunOptions {

  @Mixin private RunOptions run = new RunOptions();

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

  /** What is asked of a run on these images. */
  public AnalysisOptions on(ImageOptions images) {
    AnalysisOptions.Builder builder = run.on(images);
    if (mask != null) {
      builder.mask(mask);
    }
    if (output != null) {
      builder.output(output);
    }
    return builder.build();
  }
}
