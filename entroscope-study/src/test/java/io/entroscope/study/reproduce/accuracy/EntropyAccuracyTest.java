package io.entroscope.study.reproduce.accuracy;

import static io.entroscope.study.reproduce.experiment.MadeRecords.measured;
import static io.entroscope.study.reproduce.experiment.MadeRecords.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.study.reproduce.claim.Claim.Outcome;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.ClassScores;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.EpochScores;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.OutputScores;
import io.entroscope.study.reproduce.experiment.MadeRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The abstract's claim on networks whose accuracy goes with their entropy, and against it. */
class EntropyAccuracyTest {
  /** Eight kinds of networks of each dataset; the accuracy is 0.5 + slope · entropy. */
  private static List<ExperimentRecord> networks(double slope) {
    List<ExperimentRecord> records = new ArrayList<>();
    for (int kind = 0; kind < 8; kind++) {
      for (long seed = 4; seed < 6; seed++) {
        double entropy = kind / 10.0 + seed / 100.0;
        double accuracy = 0.5 + slope * entropy;
        List<ClassScores> classes = new ArrayList<>();
        for (int c = 0; c < 6; c++) {
          double h = (c * 5 % 6) / 6.0;
          classes.add(new ClassScores("c" + c, 0.5 + slope * h, h, h, h));
        }
        OutputScores output = new OutputScores(10, 1 - entropy, 1 - entropy, classes);
        records.add(record("mnist-" + kind, seed, measured(accuracy, output, 0.9, entropy)));
        records.add(record("cifar-" + kind, seed, measured(accuracy, output, 0.9, entropy)));
      }
    }
    return records;
  }

  @Test
  void lowEntropyWithHighAccuracySupportsIt() {
    EntropyAccuracy accuracy = EntropyAccuracy.of(networks(-0.4));
    assertThat(accuracy.outcomes()).hasSize(4).allMatch(o -> o.orElseThrow() == Outcome.SUPPORTED);
    assertThat(accuracy.associations())
        .hasSize(12)
        .allMatch(one -> Math.abs(one.rho() - (one.measure().isEntropy() ? -1 : 1)) < 1e-12)
        .allMatch(one -> one.networks() == 16 && one.names() == 8);
    assertThat(accuracy.within()).hasSize(6).allMatch(one -> one.rho() == -1);
    assertThat(accuracy.misjudged()).isEmpty();
  }

  @Test
  void lowEntropyWithLowAccuracyContradictsIt() {
    EntropyAccuracy accuracy = EntropyAccuracy.of(networks(0.4));
    assertThat(accuracy.outcomes()).allMatch(o -> o.orElseThrow() == Outcome.CONTRADICTED);
    assertThat(accuracy.within()).allMatch(one -> one.rho() == 1);
    assertThat(accuracy.misjudged().get(0).name()).isEqualTo("mnist-0");
    assertThat(accuracy.misjudged().get(0).promises()).isEqualTo(7);
  }

  /** Five trainings, and a sixth of which an epoch was not looked at. */
  @Test
  void itIsJudgedOverTheEpochsOfEachTraining() {
    List<ExperimentRecord> records = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      double last = i == 0 ? 0.9 : 0.1;
      EpochScores unknown = i == 5 ? null : scores(0.7, 0.3);
      records.add(
          MadeRecords.trained("mnist-" + i, 4, scores(0.5, 0.5), unknown, scores(0.9, last)));
    }
    List<WithinNetworks> over = EntropyAccuracy.of(records).overTraining();
    assertThat(over)
        .extracting(WithinNetworks::measure)
        .containsExactly(
            Measure.PATTERN, Measure.PATTERN_STANDARDIZED, Measure.IMAGE, Measure.CONFIDENCE);
    assertThat(over).allMatch(one -> one.networks() == 5);
    // four correlations of -1; entropies 0.5, 0.3, 0.9 rank 2, 1, 3 beside accuracies 1, 2, 3: 0.5
    assertThat(over.get(0).rho()).isCloseTo((4 * -1 + 0.5) / 5, within(1e-12));
    assertThat(over.get(3).rho()).isCloseTo((4 * 1 - 0.5) / 5, within(1e-12));
  }

  private static EpochScores scores(double accuracy, double entropy) {
    return new EpochScores(100, accuracy, entropy, entropy, entropy, 1 - entropy);
  }

  @Test
  void oneDatasetAloneDecidesNothing() {
    List<ExperimentRecord> digits =
        networks(-0.4).stream().filter(one -> one.name().startsWith("mnist")).toList();
    assertThat(EntropyAccuracy.of(digits).outcomes()).allMatch(Optional::isEmpty);
  }

  /** One overconfident kind among good ones is found. */
  @Test
  void overconfidenceIsShown() {
    List<ExperimentRecord> records = networks(-0.4);
    records.add(record("cifar-sure", 4, measured(0.1, 0.9, 0.001)));
    assertThat(EntropyAccuracy.of(records).misjudged())
        .singleElement()
        .matches(one -> one.name().equals("cifar-sure"))
        .matches(one -> one.entropyRank() == 1 && one.accuracyRank() == 9);
  }
}
