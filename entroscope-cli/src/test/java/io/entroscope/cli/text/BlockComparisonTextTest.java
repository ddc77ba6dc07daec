package io.entroscope.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.prune.WholeAlike;
import io.entroscope.core.prune.block.BlockComparison;
import io.entroscope.core.prune.block.PrunedNetwork;
import io.entroscope.result.ablation.Measured;
import io.entroscope.result.ablation.OutputChange;
import io.entroscope.stats.inference.McNemar;
import io.entroscope.stats.inference.NonInferiority;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first line is one that other numbers would have made another. */
class BlockComparisonTextTest {
  private static final long EXAMPLES = 1000;

  private static PrunedNetwork network(String name, List<String> out) {
    Measured none = Measured.NOTHING;
    OutputChange change = new OutputChange(none, none, null, none, none, none, none, none, null, 0);
    return new PrunedNetwork(name, out, change, none, 1, null, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30  | 154 | names more examples rightly than the whole one: +12.40 points
          2   | 4   | is shown to lose less than 0.5 points of accuracy beside the whole one: +0.20
          20  | 24  | is not shown to lose less than 0.5 points of accuracy beside the whole one: +0.40
          154 | 30  | loses accuracy beside the whole one: -12.40 points
          """)
  void theFirstLineFollowsFromThePairs(long onlyWhole, long onlyPruned, String words) {
    McNemar pairs = new McNemar(onlyWhole, onlyPruned);
    BlockComparison comparison =
        new BlockComparison(
            List.of(),
            EXAMPLES,
            100,
            pairs,
            NonInferiority.lowerBound(pairs, EXAMPLES),
            null,
            0.005,
            List.of(network("whole", List.of()), network("pruned", List.of("a", "b"))),
            List.of());
    assertThat(BlockComparisonText.reliance(comparison)).contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2   | 4  | true  | is shown to lose less than 0.5 points of accuracy beside the whole one \
          repaired alike: +0.20 points
          20  | 24 | false | is not shown to lose less than 0.5 points
          154 | 30 | false | loses accuracy beside the whole one repaired alike: -12.40 points
          """)
  void aRepairThatHelpsTheWholeNetworkDoesNotSpeakForThePrunedOne(
      long onlyAlike, long onlyPruned, boolean shown, String words) {
    McNemar asGiven = new McNemar(30, 230);
    McNemar pairs = new McNemar(onlyAlike, onlyPruned);
    BlockComparison comparison =
        new BlockComparison(
            List.of(),
            EXAMPLES,
            100,
            asGiven,
            NonInferiority.lowerBound(asGiven, EXAMPLES),
            WholeAlike.of("a new head fitted to the labels", 500, pairs, EXAMPLES),
            0.005,
            List.of(
                network("whole", List.of()),
                network("pruned", List.of("a", "b")),
                network("whole alike", List.of())),
            List.of());
    assertThat(comparison.isNotInferior()).isEqualTo(shown);
    assertThat(BlockComparisonText.reliance(comparison))
        .startsWith("Without 2 blocks the network ")
        .contains(words)
        .contains("Beside the whole one as it was given: +20.00 points")
        .contains("check how its examples are prepared");
    assertThat(BlockComparisonText.of(comparison).replaceAll("\\s+", " "))
        .contains("whole alike: the whole network, repaired as the pruned one was (a new head")
        .contains(onlyAlike + " examples only the first names rightly, " + onlyPruned + " only")
        .doesNotContain("the other networks");
  }
}
