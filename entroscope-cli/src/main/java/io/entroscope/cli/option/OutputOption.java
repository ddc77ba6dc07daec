package io.entroscope.cli.option;

import io.entroscope.core.option.AnalysisOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that reads one output of a model. */
public final class OutputOption {
  @Option(
      names = "--output",
      paramLabel = "NAME",
      description =
          "The model's output that is read, where several could be meant (default: the only one).")
  private @Nullable String output;

  /** The output's name, if it was given. */
  public Optional<String> name() {
    return Optional.ofNullable(output);
  }

  /** Says it to what is asked for, if it was given. */
  public void addTo(AnalysisOptions.Builder builder) {
    name().ifPresent(builder::output);
  }
}
