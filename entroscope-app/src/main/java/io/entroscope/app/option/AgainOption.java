package io.entroscope.app.option;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option to repeat what gave a result. */
public final class AgainOption {
  /** What can be said beside it: where things are, and what no result depends on. */
  private static final Set<String> BESIDE = Set.of("--again", "--data", "--out", "--quiet");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--again",
      paramLabel = "RESULT",
      description =
          "Run again what gave this result, with its settings; of its model and data too,"
              + " where MODEL and --data are left out (default: analyse anew).")
  private @Nullable Path result;

  /**
   * The result whose analysis is to be repeated; empty: none is.
   *
   * @param beside options besides the model, the data and the folder that may be said with it
   * @throws ParameterException if others were, for they might contradict the result
   */
  public Optional<Path> result(Set<String> beside) {
    if (result == null) {
      return Optional.empty();
    }
    CommandLine line = Objects.requireNonNull(command).commandLine();
    Set<String> allowed = new HashSet<>(BESIDE);
    allowed.addAll(beside);
    for (OptionSpec option : line.getParseResult().matchedOptions()) {
      if (!allowed.contains(option.longestName())) {
        throw new ParameterException(
            line, "--again takes all settings from the result; leave out " + option.longestName());
      }
    }
    return Optional.of(result);
  }
}
