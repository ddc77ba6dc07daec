package io.entroscope.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

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
          30  | 154 | names more examples rightly than the whole one as it was given
          2   | 4   | is shown to lose less than 0.5 points of accuracy: +0.20 points
          20  | 24  | of accuracy is not shown: +0.40 points
          154 | 30  | loses accuracy: -12.40 points
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
            0.005,
            List.of(network("whole", List.of()), network("pruned", List.of("a", "b"))),
            List.of());
    assertThat(BlockComparisonText.reliance(comparison)).contains(words);
  }
}
