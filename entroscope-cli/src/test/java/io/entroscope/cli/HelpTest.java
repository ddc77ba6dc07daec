package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.app.OptionGroup;
import io.entroscope.app.option.OpenOption;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Help in groups, within 80 columns, with examples that the commands take. */
class HelpTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  static Stream<String> commands() {
    return Main.commandLine().getSubcommands().keySet().stream()
        .filter(name -> !"help".equals(name));
  }

  private static CommandLine command(String name) {
    return Main.commandLine().getSubcommands().get(name);
  }

  @Test
  void commandsAreKnownByTheNamesThatTheyGiveThemselves() {
    assertThat(Main.commandLine().getSubcommands())
        .allSatisfy((name, made) -> assertThat(made.getCommandName()).isEqualTo(name))
        .allSatisfy((name, made) -> assertThat(annotation(made).name()).isEqualTo(name));
  }

  /** What completion and manual pages are generated from. */
  @Test
  void theWholeProgramDeclaresEveryCommand() {
    CommandLine whole = new CommandLine(new WholeProgram());
    assertThat(whole.getCommandName()).isEqualTo("entroscope");
    assertThat(whole.getSubcommands().keySet())
        .containsExactlyElementsOf(Main.commandLine().getSubcommands().keySet());
    assertThat(whole.getUsageMessage()).contains("Start with: entroscope demo");
    assertThat(AutoComplete.bash("entroscope", whole)).contains("_picocli_entroscope_prune()");
  }

  private static CommandLine.Command annotation(CommandLine made) {
    return made.getCommandSpec().userObject().getClass().getAnnotation(CommandLine.Command.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "--version", "-V"})
  void theProgramsOwnOptionsAnswerAsThoughAllCommandsWereMade(String option) {
    StringWriter whole = new StringWriter();
    StringWriter few = new StringWriter();
    Main.commandLine().setOut(new PrintWriter(whole, true)).execute(option);
    Main.commandLineFor(option).setOut(new PrintWriter(few, true)).execute(option);
    assertThat(few.toString()).isNotEmpty().isEqualTo(whole.toString());
  }

  @Test
  void aNamedCommandIsMadeAlone() {
    assertThat(Main.commandLineFor("layers", "x.onnx").getSubcommands()).containsOnlyKeys("layers");
    assertThat(Main.commandLineFor("lyers").getSubcommands()).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionHasAGroup(String name) {
    assertThat(command(name).getCommandSpec().options())
        .allSatisfy(
            option -> assertThat(OptionGroup.of(option)).as(option.longestName()).isPresent());
    assertThat(Cli.run(name, "--help").out())
        .contains("\nOutput\n")
        .doesNotContain("Other options");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void fitsATerminalWithoutArtefacts(String name) {
    String help = Cli.run(name, "--help").out();
    assertThat(help.lines()).allMatch(line -> line.length() <= 80);
    assertThat(help)
        .doesNotContain("[,", "......", "]...", "\u001b")
        .startsWith("Usage: entroscope ");
    assertThat(help.lines().findFirst().orElseThrow()).endsWith("[OPTIONS]");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hasTwoExamplesThatItTakes(String name) {
    List<String> examples =
        Arrays.stream(command(name).getCommandSpec().usageMessage().footer())
            .filter(line -> line.startsWith("  entroscope " + name))
            .toList();
    assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
    for (String example : examples) {
      assertThat(Cli.run(name, "--help").out()).contains(example);
      Main.commandLine().parseArgs(words(example));
    }
  }

  /** The words behind the program's name, as a shell parts them. */
  private static String[] words(String example) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(example);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words.subList(1, words.size()).toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void whatIsNotGivenIsSaid(String name) {
    List<OptionSpec> silent =
        command(name).getCommandSpec().options().stream()
            .filter(option -> !option.required() && option.arity().max() > 0)
            .filter(option -> !String.join(" ", option.description()).contains("default"))
            .toList();
    assertThat(silent).extracting(OptionSpec::longestName).isEmpty();
  }

  @Test
  void everySystemHasAProgramThatOpensFiles() {
    assertThat(OpenOption.command("Linux", "a.html")).containsExactly("xdg-open", "a.html");
    assertThat(OpenOption.command("Mac OS X", "a.html")).containsExactly("open", "a.html");
    assertThat(OpenOption.command("Windows 11", "a.html"))
        .startsWith("rundll32")
        .endsWith("a.html");
  }
}
