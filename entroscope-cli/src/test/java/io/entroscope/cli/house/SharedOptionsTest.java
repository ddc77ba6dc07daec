package io.entroscope.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.cli.Main;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option that several commands have says the same of itself in all of them, with the same
 * default; where it has to mean another thing, that is listed here.
 */
class SharedOptionsTest {
  /** Options that say different things, and why. */
  private static final Map<String, String> DIFFERENT =
      Map.ofEntries(
          Map.entry("--batch", "examples of inference, or images of a training step"),
          Map.entry("--blocks", "how many, whether, or which list"),
          Map.entry("--calibrate", "judge calibrates only without fine-tuning"),
          Map.entry("--classes", "classes that are analysed, or that a figure colours"),
          Map.entry("--data", "training needs two splits; merge knows the data already"),
          Map.entry("--draws", "sets of blocks, or orders of a sequence"),
          Map.entry("--epochs", "the recipe of one network or of each, or depth's own number"),
          Map.entry("--fine-tune", "judge compares what fine-tuning mends, so it fine-tunes"),
          Map.entry("--format", "what is read, what can be trained on, or what is written"),
          Map.entry("--help", "help has one of its own"),
          Map.entry("--limit", "images of all, or those that train"),
          Map.entry("--lr", "of a training, or of a fine-tuning"),
          Map.entry("--mean", "training measures it where nothing is said"),
          Map.entry("--out", "a file or a folder, and what is written there"),
          Map.entry("--output", "an analysis can do without scores"),
          Map.entry("--repair", "judge repairs blocks without training alone"),
          Map.entry("--seed", "what is chosen, or everything random"),
          Map.entry("--seeds", "fine-tunings, or trainings"),
          Map.entry("--std", "as --mean"),
          Map.entry("--width", "of a figure, or of a layer"));

  /** By option, the commands by what the option says of itself there. */
  private static Map<String, Map<String, List<String>>> options() {
    Map<String, Map<String, List<String>>> all = new TreeMap<>();
    Main.commandLine()
        .getSubcommands()
        .forEach(
            (command, made) ->
                made.getCommandSpec()
                    .options()
                    .forEach(
                        option ->
                            all.computeIfAbsent(option.longestName(), name -> new TreeMap<>())
                                .computeIfAbsent(words(option), text -> new ArrayList<>())
                                .add(command)));
    return all;
  }

  private static String words(OptionSpec option) {
    return option.paramLabel() + ": " + String.join(" ", option.description());
  }

  @Test
  void whatIsTheSameSaysTheSame() {
    assertThat(options())
        .allSatisfy(
            (option, texts) -> {
              if (!DIFFERENT.containsKey(option)) {
                assertThat(texts).as(option).hasSize(1);
              }
            });
  }

  @Test
  void whatIsListedAsDifferentIs() {
    Map<String, Map<String, List<String>>> options = options();
    assertThat(DIFFERENT.keySet())
        .allSatisfy(option -> assertThat(options.get(option)).as(option).hasSizeGreaterThan(1));
  }
}
