package io.entroscope.study.reproduce.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.claim.Claim.Outcome;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every outcome of every claim, on made-up numbers. */
class ClaimsTest {
  /** A network whose curve goes as the letters say: falls, rises, flat, undecided. */
  private static Measurement measured(String curve, double accuracy) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < curve.length(); i++) {
      Direction direction =
          switch (curve.charAt(i)) {
            case 'f' -> Direction.FALLS;
            case 'r' -> Direction.RISES;
            case '-' -> Direction.FLAT;
            default -> Direction.UNDECIDED;
          };
      steps.add(new Step("fc" + (steps.size() + 2), 0, null, direction, direction));
    }
    return new Measurement(
        100, accuracy, new Interval(accuracy, accuracy), 10, 0, List.of(), steps, null, null);
  }

  private static List<Measurement> measured(String... curves) {
    List<Measurement> networks = new ArrayList<>();
    for (String curve : curves) {
      networks.add(measured(curve, 0.8));
    }
    return networks;
  }

  private static Outcome falls(String... curves) {
    return new FallingEntropy(Map.of("net", measured(curves)), Map.of("net", measured("ff", "fr")))
        .outcome();
  }

  @Test
  void theFallInWellTrainedNetworks() {
    assertThat(falls("ff", "ff", "ff")).isEqualTo(Outcome.SUPPORTED);
    assertThat(falls("fr", "fr", "ff")).isEqualTo(Outcome.CONTRADICTED);
    assertThat(falls("f-", "f-", "f-")).as("flat is no rise").isEqualTo(Outcome.UNDECIDED);
    assertThat(falls("ff", "fr", "f-")).isEqualTo(Outcome.UNDECIDED);
    assertThat(falls("ff", "ff", "fr")).isEqualTo(Outcome.UNDECIDED);
    assertThat(falls("f?", "f?", "ff")).isEqualTo(Outcome.UNDECIDED);
    assertThat(falls("rr")).as("one seed").isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void untrainedNetworksStandBesideTheFall() {
    Claim claim =
        new FallingEntropy(Map.of("net", measured("ff", "ff")), Map.of("net", measured("ff", "fr")))
            .claim();
    assertThat(claim.details()).anyMatch(line -> line.contains("untrained, 1 of 2 fall"));
    assertThat(claim.reason()).contains("at every step in 2");
  }

  private static List<Deletion> deletions(Direction direction, double... changes) {
    return deletions(direction, false, changes);
  }

  private static List<Deletion> deletions(Direction direction, boolean folded, double... changes) {
    List<Deletion> deletions = new ArrayList<>();
    for (double change : changes) {
      deletions.add(new Deletion("net", deletions.size() + 1L, "fc2", direction, folded, change));
    }
    return deletions;
  }

  private static Outcome flat(double[] flat, double[] falling) {
    List<Deletion> deletions = new ArrayList<>(deletions(Direction.FLAT, flat));
    deletions.addAll(deletions(Direction.FALLS, falling));
    return new FlatStretch(new Deletions(deletions)).outcome();
  }

  @Test
  void flatStretches() {
    double[] little = {0.001, -0.001, 0.0005};
    double[] much = {-0.1, -0.101, -0.099};
    assertThat(flat(little, much)).isEqualTo(Outcome.SUPPORTED);
    assertThat(flat(much, much)).isEqualTo(Outcome.CONTRADICTED);
    assertThat(flat(little, little)).as("all may go").isEqualTo(Outcome.UNDECIDED);
    assertThat(flat(new double[] {0.02, -0.03, 0}, much)).as("noise").isEqualTo(Outcome.UNDECIDED);
    assertThat(flat(new double[] {0}, much)).as("one seed").isEqualTo(Outcome.UNDECIDED);
    assertThat(flat(new double[0], much)).as("nothing flat").isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void whatTheSurgeryMayHaveDoneIsNotTheCurves() {
    double[] much = {-0.02, -0.021, -0.019};
    List<Deletion> deletions = new ArrayList<>(deletions(Direction.FLAT, much));
    deletions.addAll(deletions(Direction.FALLS, true, 0.001, -0.001, 0.0005));
    FlatStretch claim = new FlatStretch(new Deletions(deletions));
    assertThat(claim.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(claim.claim().reason()).contains("bypassed", "folded");

    deletions.addAll(deletions(Direction.FALLS, false, -0.02, -0.021, -0.02));
    assertThat(new FlatStretch(new Deletions(deletions)).outcome()).isEqualTo(Outcome.CONTRADICTED);
  }

  private static Outcome rise(double... changes) {
    return new HarmfulRise(
            new Deletions(deletions(Direction.RISES, changes)), Map.of("before", List.of(0.2, 0.2)))
        .outcome();
  }

  @Test
  void rises() {
    assertThat(rise(0.05, 0.051, 0.049)).isEqualTo(Outcome.SUPPORTED);
    assertThat(rise(-0.001, 0.001, 0)).isEqualTo(Outcome.CONTRADICTED);
    assertThat(rise(-0.05, -0.051, -0.049)).isEqualTo(Outcome.CONTRADICTED);
    assertThat(rise(0.1, -0.1, 0.05)).isEqualTo(Outcome.UNDECIDED);
    assertThat(rise(0.05)).as("one seed").isEqualTo(Outcome.UNDECIDED);
    assertThat(
            new HarmfulRise(new Deletions(deletions(Direction.FLAT, 0.1, 0.1)), Map.of()).outcome())
        .as("no rise")
        .isEqualTo(Outcome.UNDECIDED);
  }

  /** The paper's own comparison must not decide: there the network was also trained longer. */
  @Test
  void againstTheNetworkBeforeNothingIsDecided() {
    Claim claim =
        new HarmfulRise(
                new Deletions(deletions(Direction.RISES, 0, 0.001, -0.001)),
                Map.of("Before", List.of(0.3, 0.3)))
            .claim();
    assertThat(claim.outcome()).isEqualTo(Outcome.CONTRADICTED);
    assertThat(claim.details()).anyMatch(line -> line.startsWith("Before: +0.3000"));
  }

  private static Outcome number(double two, double four, double six, String four4, String six6) {
    return new NeededLayers(
            Map.of(
                2, Collections.nCopies(2, measured("f", two)),
                4, Collections.nCopies(2, measured(four4, four)),
                6, Collections.nCopies(2, measured(six6, six))))
        .outcome();
  }

  @Test
  void howManyLayersAreNeeded() {
    assertThat(number(0.8, 0.8, 0.8, "f--", "-----")).isEqualTo(Outcome.SUPPORTED);
    assertThat(number(0.7, 0.8, 0.8, "fff", "fff--")).isEqualTo(Outcome.SUPPORTED);
    assertThat(number(0.8, 0.8, 0.8, "fff", "fffff")).isEqualTo(Outcome.CONTRADICTED);
    assertThat(number(0.7, 0.8, 0.8, "r--", "-----")).isEqualTo(Outcome.CONTRADICTED);
    assertThat(number(0.8, 0.8, 0.8, "f--", "fffff")).isEqualTo(Outcome.UNDECIDED);
    assertThat(new NeededLayers(Map.of(2, measured("f"), 4, measured("fff"))).outcome())
        .as("one seed")
        .isEqualTo(Outcome.UNDECIDED);
  }

  private static Outcome random(List<Measurement> bad) {
    return new RandomCurve(bad, measured("fff", "fff", "fff")).outcome();
  }

  @Test
  void chanceInBadlyTrainedNetworks() {
    assertThat(random(measured("rrf", "rrf", "rrf"))).isEqualTo(Outcome.CONTRADICTED);
    assertThat(random(measured("rff", "frf", "-rf"))).isEqualTo(Outcome.SUPPORTED);
    assertThat(random(measured("rrf", "rrf", "rr?"))).isEqualTo(Outcome.UNDECIDED);
    assertThat(random(measured("rff", "rrf"))).as("two seeds").isEqualTo(Outcome.UNDECIDED);
    assertThat(random(measured("rrf", "rrf"))).as("two seeds").isEqualTo(Outcome.UNDECIDED);
    assertThat(new RandomCurve(measured("rff", "frf", "-rf"), measured("fff")).outcome())
        .as("a single well-trained one")
        .isEqualTo(Outcome.UNDECIDED);
    assertThat(
            new RandomCurve(measured("rff", "frf", "-rf"), measured("rff", "frf", "-rf")).outcome())
        .as("well-trained ones differ as much")
        .isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void withoutNetworksNothingIsDecided() {
    List<Claim> claims = new Evidence(Map.of()).claims();
    assertThat(claims).hasSize(5).allMatch(claim -> claim.outcome() == Outcome.UNDECIDED);
  }
}
