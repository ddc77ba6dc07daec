package io.entroscope.study.reproduce.page;

import static io.entroscope.study.reproduce.experiment.MadeRecords.measured;
import static io.entroscope.study.reproduce.experiment.MadeRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.study.reproduce.experiment.Experiment.Way;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.EpochScores;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.OutputScores;
import io.entroscope.study.reproduce.experiment.MadeRecords;
import io.entroscope.study.reproduce.experiment.PaperDataset;
import io.entroscope.study.reproduce.experiment.Registration;
import io.entroscope.study.reproduce.experiment.StudyFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every sentence about a study, on numbers that say so and on numbers that say the opposite. */
class StudySummaryTest {
  private static final StudyFacts FACTS =
      new StudyFacts(false, 2, Map.of(PaperDataset.MNIST, "mnist"), false);

  private static Reproduction study(List<ExperimentRecord> first, List<ExperimentRecord> later) {
    return Reproduction.of(FACTS, 3, first, later, new Registration("protocol.md", "rules", "abc"));
  }

  private static String said(List<ExperimentRecord> first, List<ExperimentRecord> later) {
    return String.join(" ", StudySummary.of(study(first, later)));
  }

  private static List<ExperimentRecord> threeSeeds(String name, Measurement test) {
    List<ExperimentRecord> records = new ArrayList<>();
    for (long seed = 1; seed <= 3; seed++) {
      records.add(record(name, seed, test));
    }
    return records;
  }

  @Test
  void theFallOfWellTrainedNetworks() {
    String falling = said(threeSeeds("cifar-4fc", measured(0.8, 0.9, 0.6, 0.3, 0.1)), List.of());
    String rising = said(threeSeeds("cifar-4fc", measured(0.8, 0.1, 0.4, 0.7, 0.9)), List.of());
    assertThat(falling)
        .as("over n it rises at the narrow output")
        .contains("1. the entropy falls with depth: hangs on the reading (of 480 readings");
    assertThat(rising).contains("1. the entropy falls with depth: contradicted (of 480 readings 0");
  }

  @Test
  void nothingIsSaidOfWhatWasNotMade() {
    assertThat(said(List.of(), List.of()))
        .startsWith("The paper's claims under the readings that it leaves open: 1. ")
        .endsWith("6. the entropy of the class scores measures the accuracy: not judged.")
        .doesNotContain("supported", "contradicted", "hangs");
  }

  private static String rescaled(double... curve) {
    List<ExperimentRecord> records =
        new ArrayList<>(threeSeeds("cifar-4fc", measured(0.8, 0.9, 0.6, 0.3, 0.1)));
    records.addAll(threeSeeds("cifar-4fc-rescaled", measured(0.8, curve)));
    return said(records, List.of());
  }

  @Test
  void rescaledWeights() {
    assertThat(rescaled(0.9, 0.1, 0.8, 0.1)).contains("turn 1 of 3 steps");
    assertThat(rescaled(0.1, 0.2, 0.3, 0.4)).contains("turn 3 of 3 steps");
    assertThat(rescaled(0.9, 0.6, 0.3, 0.1)).contains("turn 0 of 3 steps");
  }

  private static String deleted(double deleted, double whole) {
    List<ExperimentRecord> records = new ArrayList<>();
    records.addAll(threeSeeds("bad-4fc", measured(0.4, 0.8, 0.9, 0.9, 0.5)));
    records.addAll(threeSeeds("bad-3fc", measured(deleted, 0.8, 0.9, 0.5)));
    records.addAll(threeSeeds("bad-4fc-on", measured(whole, 0.8, 0.9, 0.9, 0.5)));
    return said(records, List.of());
  }

  @Test
  void deletingAgainstTrainingOn() {
    assertThat(deleted(0.5, 0.5)).contains("+0.100").contains("as much as left whole");
    assertThat(deleted(0.6, 0.5)).contains("+0.200").contains("more than left whole");
    assertThat(deleted(0.3, 0.5)).contains("-0.100").contains("less than left whole");
  }

  private static List<ExperimentRecord> surgery(double bypassed, double folded) {
    List<ExperimentRecord> records = new ArrayList<>();
    Measurement curve = measured(0.9, 0.9, 0.9, 0.8, 0.7, 0.6, 0.1);
    for (long seed = 4; seed < 8; seed++) {
      records.add(record("mnist-mlp-6", seed, curve, curve, List.of()));
      records.add(record("mnist-mlp-6-whole", seed, curve));
      for (Way way : List.of(Way.BYPASS, Way.FOLD)) {
        double change = way == Way.FOLD ? folded : bypassed;
        records.add(
            record(
                "mnist-mlp-6-fc2-" + way.words(),
                seed,
                measured(0.9 + change, 0.9, 0.8, 0.7, 0.6, 0.1),
                null,
                List.of("fc2 " + way.words())));
      }
    }
    return records;
  }

  @Test
  void theSurgeryOfTheSameLayer() {
    assertThat(said(List.of(), surgery(-0.03, 0)))
        .contains("folded instead of bypassed changes the accuracy by +0.0300");
    assertThat(said(List.of(), surgery(0, -0.03)))
        .contains("folded instead of bypassed changes the accuracy by -0.0300");
    assertThat(said(List.of(), List.of())).doesNotContain("instead of");
  }

  private static List<ExperimentRecord> kinds(double slope) {
    List<ExperimentRecord> records = new ArrayList<>();
    for (String dataset : List.of("mnist", "cifar")) {
      for (int kind = 0; kind < 6; kind++) {
        double entropy = kind / 10.0;
        records.add(record(dataset + "-" + kind, 4, measured(0.5 + slope * entropy, 0.9, entropy)));
      }
    }
    return records;
  }

  @Test
  void entropyAsAMeasureOfAccuracy() {
    assertThat(said(List.of(), kinds(-0.5)))
        .contains(
            "accuracy: supported (of 4 readings 4 for it",
            "correlate by -1.00 over 6 networks of MNIST")
        .doesNotContain("misleads");
    assertThat(said(List.of(), kinds(0.5)))
        .contains(
            "accuracy: contradicted (of 4 readings 0 for it, 4 against",
            "correlate by +1.00 over 6 networks of MNIST")
        .contains("misleads most for `mnist-0` on MNIST, number 1 by entropy and number 6");
  }

  @Test
  void itsRivalsStandBesideIt() {
    assertThat(said(List.of(), kinds(-0.5)))
        .contains(
            "mean confidence, which needs no entropy: nothing kept",
            "average thresholded confidence, which needs labelled validation images: nothing kept")
        .doesNotContain("Within networks");
    List<ExperimentRecord> records = new ArrayList<>();
    for (int kind = 0; kind < 6; kind++) {
      double accuracy = 0.9 - kind / 10.0;
      OutputScores output = new OutputScores(10, accuracy, 1 - accuracy, List.of());
      records.add(record("mnist-" + kind, 4, measured(accuracy, output, 0.9, kind / 10.0)));
    }
    assertThat(said(List.of(), records))
        .contains(
            "mean confidence, which needs no entropy, by +1.00 over 6 networks of MNIST",
            "labelled validation images, by -1.00 over 6 networks of MNIST");
  }

  private static List<ExperimentRecord> trainings(double last) {
    List<ExperimentRecord> records = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      records.add(
          MadeRecords.trained(
              "mnist-" + i,
              4,
              new EpochScores(100, 0.5, 0.5, 0.5, 0.5, 0.5),
              new EpochScores(100, 0.7, 0.3, 0.3, 0.3, 0.7),
              new EpochScores(100, 0.9, last, last, last, 0.9)));
    }
    return records;
  }

  @Test
  void entropyOverTraining() {
    assertThat(said(List.of(), trainings(0.1)))
        .contains(
            "correlate over the epochs of a training by -1.00 in 5 networks of MNIST on average");
    assertThat(said(List.of(), trainings(0.9)))
        .contains(
            "correlate over the epochs of a training by +0.50 in 5 networks of MNIST on average");
  }

  /** The page shows the rules only beside runs that hold their hash. */
  @Test
  void theRulesAreNamedOnlyForRunsThatHoldThem() {
    Reproduction held = study(List.of(), kinds(-0.5));
    assertThat(new ReadingsSections(held).registration())
        .hasValueSatisfying(text -> assertThat(text).contains("commit abc", "12 runs", "4 to 4"));
    Reproduction others =
        Reproduction.of(
            FACTS, 3, List.of(), kinds(-0.5), new Registration("protocol.md", "other", "abc"));
    assertThat(new ReadingsSections(others).registration()).isEmpty();
  }

  @Test
  void surgeryIsCrossedWithTheCurve() {
    String page = new ReproductionPage(study(List.of(), surgery(-0.03, 0))).text();
    assertThat(page)
        .contains("| flat ", "-0.0300 (95% -0.0300 to -0.0300, 4 seeds), 4 layers")
        .contains("The same layers folded against bypassed: +0.0300");
    String none = new ReproductionPage(study(List.of(), kinds(-0.5))).text();
    assertThat(none).doesNotContain("## Layers taken out in three ways");
  }
}
