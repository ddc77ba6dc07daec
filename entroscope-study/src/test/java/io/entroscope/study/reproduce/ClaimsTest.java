package io.entroscope.study.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.Claim.Outcome;
import io.entroscope.study.reproduce.ExperimentRecord.Seen;
import io.entroscope.study.reproduce.ExperimentRecord.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every outcome of every claim, on made-up numbers. */
class ClaimsTest {
  /** A network whose curve goes as the letters say: falls, rises, flat, undecided. */
  private static Seen seen(String curve, double accuracy) {
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
    return new Seen(100, accuracy, new Interval(accuracy, accuracy), 10, 0, List.of(), steps);
  }

  private static List<Seen> seen(String... curves) {
    List<Seen> networks = new ArrayList<>();
    for (String curve : curves) {
      networks.add(seen(curve, 0.8));
    }
    return networks;
  }

  private static Outcome falls(String... curves) {
    return Claims.falls(Map.of("net", seen(curves)), Map.of("net", seen("ff", "fr"))).outcome();
  }

  @Test
  void theFallInWellTrainedNetworks() {
    assertThat(falls("ff", "ff", "ff")).isEqualTo(Outcome.SUPPORTED);
    assertThat(falls("ff", "fr", "f-")).isEqualTo(Outcome.CONTRADICTED);
    assertThat(falls("ff", "ff", "fr")).isEqualTo(Outcome.UNDECIDED);
    assertThat(falls("f?", "f?", "ff")).isEqualTo(Outcome.UNDECIDED);
    assertThat(falls("rr")).as("one seed").isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void untrainedNetworksStandBesideTheFall() {
    Claim claim = Claims.falls(Map.of("net", seen("ff", "ff")), Map.of("net", seen("ff", "fr")));
    assertThat(claim.beside()).anyMatch(line -> line.contains("untrained, 1 of 2 fall"));
    assertThat(claim.reason()).contains("at every step in 2");
  }

  private static List<Deletion> deletions(Direction direction, double... changes) {
    List<Deletion> deletions = new ArrayList<>();
    for (double change : changes) {
      deletions.add(new Deletion("net", deletions.size() + 1L, "fc2", direction, change));
    }
    return deletions;
  }

  private static Outcome flat(double[] flat, double[] falling) {
    List<Deletion> deletions = new ArrayList<>(deletions(Direction.FLAT, flat));
    deletions.addAll(deletions(Direction.FALLS, falling));
    return Claims.flat(deletions).outcome();
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

  private static Outcome rise(double... changes) {
    return Claims.rise(deletions(Direction.RISES, changes), Map.of("before", List.of(0.2, 0.2)))
        .outcome();
  }

  @Test
  void rises() {
    assertThat(rise(0.05, 0.051, 0.049)).isEqualTo(Outcome.SUPPORTED);
    assertThat(rise(-0.001, 0.001, 0)).isEqualTo(Outcome.CONTRADICTED);
    assertThat(rise(-0.05, -0.051, -0.049)).isEqualTo(Outcome.CONTRADICTED);
    assertThat(rise(0.1, -0.1, 0.05)).isEqualTo(Outcome.UNDECIDED);
    assertThat(rise(0.05)).as("one seed").isEqualTo(Outcome.UNDECIDED);
    assertThat(Claims.rise(deletions(Direction.FLAT, 0.1, 0.1), Map.of()).outcome())
        .as("no rise")
        .isEqualTo(Outcome.UNDECIDED);
  }

  /** The paper's own comparison must not decide: there the network was also trained longer. */
  @Test
  void againstTheNetworkBeforeNothingIsDecided() {
    Claim claim =
        Claims.rise(
            deletions(Direction.RISES, 0, 0.001, -0.001), Map.of("Before", List.of(0.3, 0.3)));
    assertThat(claim.outcome()).isEqualTo(Outcome.CONTRADICTED);
    assertThat(claim.beside()).anyMatch(line -> line.startsWith("Before: +0.3000"));
  }

  private static Outcome number(double two, double four, double six, String four4, String six6) {
    return Claims.number(
            Map.of(
                2, Collections.nCopies(2, seen("f", two)),
                4, Collections.nCopies(2, seen(four4, four)),
                6, Collections.nCopies(2, seen(six6, six))))
        .outcome();
  }

  @Test
  void howManyLayersAreNeeded() {
    assertThat(number(0.8, 0.8, 0.8, "f--", "-----")).isEqualTo(Outcome.SUPPORTED);
    assertThat(number(0.7, 0.8, 0.8, "fff", "fff--")).isEqualTo(Outcome.SUPPORTED);
    assertThat(number(0.8, 0.8, 0.8, "fff", "fffff")).isEqualTo(Outcome.CONTRADICTED);
    assertThat(number(0.7, 0.8, 0.8, "r--", "-----")).isEqualTo(Outcome.CONTRADICTED);
    assertThat(number(0.8, 0.8, 0.8, "f--", "fffff")).isEqualTo(Outcome.UNDECIDED);
    assertThat(Claims.number(Map.of(2, seen("f"), 4, seen("fff"))).outcome())
        .as("one seed")
        .isEqualTo(Outcome.UNDECIDED);
  }

  private static Outcome random(List<Seen> bad) {
    return Claims.random(bad, seen("fff", "fff", "fff")).outcome();
  }

  @Test
  void chanceInBadlyTrainedNetworks() {
    assertThat(random(seen("rrf", "rrf", "rrf"))).isEqualTo(Outcome.CONTRADICTED);
    assertThat(random(seen("rff", "frf", "-rf"))).isEqualTo(Outcome.SUPPORTED);
    assertThat(random(seen("rrf", "rrf", "rr?"))).isEqualTo(Outcome.UNDECIDED);
    assertThat(random(seen("rff", "rrf"))).as("two seeds").isEqualTo(Outcome.UNDECIDED);
    assertThat(random(seen("rrf", "rrf"))).as("two seeds").isEqualTo(Outcome.UNDECIDED);
    assertThat(Claims.random(seen("rff", "frf", "-rf"), seen("fff")).outcome())
        .as("a single well-trained one")
        .isEqualTo(Outcome.UNDECIDED);
    assertThat(Claims.random(seen("rff", "frf", "-rf"), seen("rff", "frf", "-rf")).outcome())
        .as("well-trained ones differ as much")
        .isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void withoutNetworksNothingIsDecided() {
    List<Claim> claims = new Evidence(Map.of()).claims();
    assertThat(claims).hasSize(5).allMatch(claim -> claim.outcome() == Outcome.UNDECIDED);
  }
}
