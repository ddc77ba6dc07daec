package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** One option means the same, from the same default, in every command that has it. */
class SharedOptionsTest {
  private static List<OptionSpec> everywhere(String name) {
    return Main.commandLine().getSubcommands().values().stream()
        .map(command -> command.getCommandSpec().findOption(name))
        .flatMap(option -> Optional.ofNullable(option).stream())
        .toList();
  }

  private static OptionSpec option(String command, String name) {
    CommandLine line = Main.commandLine().getSubcommands().get(command);
    return line.getCommandSpec().findOption(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--threads",
        "--seed",
        "--quiet",
        "--json",
        "--mean",
        "--std",
        "--lr",
        "--fine-tune-batch",
        "--split",
        "--resize",
        "--limit"
      })
  void defaultsAreTheSameEverywhere(String name) {
    List<OptionSpec> options = everywhere(name);
    assertThat(options).hasSizeGreaterThan(1);
    assertThat(options.stream().map(OptionSpec::initialValue).distinct()).hasSize(1);
    assertThat(options.stream().map(OptionSpec::arity).distinct()).hasSize(1);
  }

  @Test
  void theSeedIsZeroAndHelpSaysSo() {
    assertThat(everywhere("--seed"))
        .allMatch(option -> option.initialValue().equals(0L))
        .allMatch(option -> String.join(" ", option.description()).contains("(default: 0)"));
  }

  @Test
  void helpSaysHowLongEachCommandFineTunes() {
    assertThat(Cli.run("prune", "--help").out()).contains("(default: 0)");
    assertThat(Cli.run("judge", "--help").out()).contains("(default: 2)");
    assertThat(option("prune", "--fine-tune").initialValue()).isEqualTo(0);
    assertThat(option("judge", "--fine-tune").initialValue()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--batch", "--memory", "--device", "--mask", "--feed", "--output"})
  void whatIsJudgedIsAnalysedAsAnythingElse(String name) {
    assertThat(option("judge", name).initialValue())
        .isEqualTo(option("analyze", name).initialValue());
  }
}
