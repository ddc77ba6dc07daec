package io.entroscope.app.option;

import io.entroscope.core.option.AnalysisOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that runs models of tokens. */
public final class MaskOption {
  @Option(
      names = "--mask",
      paramLabel = "NAME|none",
      description =
          "The model's input that is 1 for each token and 0 for padding: only tokens count"
              + " (default: attention_mask, if there is one).")
  private @Nullable String mask;

  /** Says it to what is asked for, if it was given. */
  public void addTo(AnalysisOptions.Builder builder) {
    if (mask != null) {
      builder.mask(mask);
    }
  }
}
