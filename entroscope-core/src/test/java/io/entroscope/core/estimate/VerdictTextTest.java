package io.entroscope.core.estimate;

import static io.entroscope.core.estimate.MadeUpCurves.HALF;
import static io.entroscope.core.estimate.MadeUpCurves.curve;
import static io.entroscope.core.estimate.MadeUpCurves.points;
import static io.entroscope.core.estimate.MadeUpCurves.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Curve;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.result.Verdict.Reading;
import io.entroscope.result.Verdict.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each sentence of a verdict, with numbers that bear it and with numbers that do not. */
class VerdictTextTest {
  private static final Guessing GOOD = new Guessing(0.9, new Interval(0.88, 0.92), 0.1);
  private static final Guessing CHANCE = new Guessing(0.104, new Interval(0.098, 0.110), 0.1);
  private static final Reading FALLS = reading(-0.1, -0.2);
  private static final String WELL_TRAINED = "well-trained stack in which every layer contributes";
  private static final String PROVES_NOTHING = WELL_TRAINED + ", which the curve alone does not";
  private static final String DOUBTFUL = WELL_TRAINED + ", which is doubtful here: ";

  private static String text(Reading pattern, Reading standardized, Reading image, Guessing of) {
    return VerdictText.of(
        points(pattern), new Readings(pattern, standardized, image), 10, Optional.of(of));
  }

  private static String text(Reading pattern) {
    return text(pattern, pattern, pattern, GOOD);
  }

  @Test
  void aFallThatNothingContradicts() {
    assertThat(text(FALLS))
        .startsWith("On average over the classes the normalised entropy falls at every step (fc1")
        .contains("fc1 0.900 ± 0.000, fc2 0.800 ± 0.000, fc3 0.600")
        .contains("Of 4 classes, every step is shown to fall in 4, some step is flat or rises in 0")
        .contains(PROVES_NOTHING)
        .doesNotContain("doubtful", "guessing", "Whatever the scale");
  }

  @Test
  void aFallOfANetworkAtChance() {
    assertThat(text(FALLS, FALLS, FALLS, CHANCE))
        .startsWith(
            "The accuracy, 0.1040 (95% 0.0980 to 0.1100), is not shown to be above 0.1000, what"
                + " guessing reaches, so nothing about a well-trained network can be read")
        .contains(DOUBTFUL + "the accuracy is not shown to be above guessing.");
  }

  @ParameterizedTest
  @CsvSource({
    "10, 50, 50, 0.3, 0.2, 0.4, false",
    "10, 50, 50, 0.6, 0.51, 0.7, true",
    "2, 900, 100, 0.88, 0.86, 0.9, false",
    "2, 900, 100, 0.95, 0.93, 0.97, true",
    "10, 100, 0, 0.95, 0.9, 0.98, true",
    "10, 100, 0, 0.1, 0.06, 0.18, false"
  })
  void guessingIsAnyClassOrTheMostFrequent(
      int outputs, long first, long second, double value, double low, double high, boolean beaten) {
    Guessing of = Guessing.of(value, new Interval(low, high), outputs, new long[] {first, second});

    assertThat(of.beaten()).isEqualTo(beaten);
  }

  @Test
  void aFallOfFewClasses() {
    Curve falls = curve(HALF, -0.1, -0.2);
    Curve undecided = curve(0.3, -0.1, -0.2);
    Curve rises = curve(HALF, -0.1, 0.2);
    Reading none = reading(falls, undecided, undecided, undecided);
    Reading one = reading(falls, falls, rises, undecided, undecided);
    Reading half = reading(falls, falls, falls, undecided, rises);

    assertThat(text(none, FALLS, FALLS, GOOD))
        .contains("shown to fall in 0, some step is flat or rises in 0, and in 3 it is undecided")
        .contains(DOUBTFUL + "every step is shown to fall in 0 of 3 classes only.");
    assertThat(text(one, FALLS, FALLS, GOOD))
        .contains("shown to fall in 1, some step is flat or rises in 1, and in 2 it is undecided")
        .contains(DOUBTFUL + "every step is shown to fall in 1 of 4 classes only.");
    assertThat(text(half, FALLS, FALLS, GOOD)).contains(PROVES_NOTHING);
  }

  @Test
  void aFallThatIsOneOfScale() {
    assertThat(text(FALLS, reading(-0.1, 0.001), FALLS, GOOD))
        .startsWith(
            "Whatever the scale of the layers, the entropy falls at fc2 and is flat at fc3; what"
                + " the curve itself says at fc3 hangs on their scale.")
        .contains(DOUBTFUL + "with the scale of the layers taken out it is flat at fc3.");
    assertThat(text(FALLS, reading(-0.05, -0.01), FALLS, GOOD)).contains("doubtful");
    assertThat(text(reading(-0.1, -0.9), reading(-0.1, -0.1), FALLS, GOOD))
        .startsWith(
            "Whatever the scale of the layers, the entropy falls at fc2, fc3; how much the curve"
                + " itself changes at fc3 hangs on their scale.");
    assertThat(text(reading(-0.1, -0.9), reading(0.1, -0.1), FALLS, GOOD))
        .startsWith(
            "Whatever the scale of the layers, the entropy falls at fc3 and rises at fc2; what the"
                + " curve itself says at fc2 and how much it changes at fc3 hang on their scale.");
    assertThat(text(FALLS, reading(-0.08, -0.15), FALLS, GOOD)).contains(PROVES_NOTHING);
  }

  @Test
  void aFallThatSingleImagesContradict() {
    assertThat(text(FALLS, FALLS, reading(0.106, -0.2), GOOD))
        .startsWith("On average")
        .contains(DOUBTFUL + "the mean entropy of single images rises at fc2.");
  }

  @Test
  void aRiseAndAFlatStep() {
    Reading mixed = reading(-0.1, 0.2, 0.001);

    assertThat(text(mixed))
        .startsWith("On average over the classes the normalised entropy does not fall at every")
        .contains("it rises at fc3 by 0.200 (95% 0.190 to 0.210), and of the classes 4 rise;")
        .contains("it is flat at fc4 (change +0.001, 95% -0.009 to +0.011)")
        .contains(
            "The paper reads a rise as a layer that does harm (fc3) and a flat step as a layer that"
                + " contributes little (fc4), which the curve alone does not prove.")
        .doesNotContain("well-trained", "fc2 by");
    assertThat(text(mixed, mixed, mixed, CHANCE))
        .startsWith("The accuracy")
        .contains("contributes little (fc4), which is doubtful here: the accuracy is not shown");
    assertThat(text(mixed, reading(-0.1, -0.2, 0.001), mixed, GOOD))
        .contains("doubtful here: with the scale of the layers taken out it falls at fc3.");
    assertThat(text(mixed, mixed, reading(0.1, -0.2, 0.001), GOOD))
        .contains("doubtful here: the mean entropy of single images falls at fc3.");
    Reading alone = reading(mixed.average(), curve(HALF, -0.1, -0.2, 0.001));
    assertThat(text(alone, mixed, mixed, GOOD))
        .contains("doubtful here: fewer than half of the classes show it at fc3.");
  }

  /** The interval before it is corrected lies below zero, and does not decide. */
  @Test
  void theIntervalIsTheOneThatDecided() {
    Reading undecided = reading(curve(0.1, -0.07), curve(0.1, -0.07));

    assertThat(text(undecided))
        .contains("is not shown to fall at every step")
        .contains("it is undecided at fc2 (change -0.070, 95% -0.170 to +0.030)")
        .contains("+0.030).")
        .doesNotContain("The paper reads");
  }

  @Test
  void aStepWithoutAnInterval() {
    Step step = new Step("fc1", "fc2", -0.07, null, null, Direction.UNDECIDED);
    Curve curve = new Curve("mean", false, List.of(step));

    assertThat(text(reading(curve, curve)))
        .contains(
            "undecided at fc2 (change -0.070, of which no trustworthy interval can be given)");
  }

  @Test
  void wordsGiveTheSignOnce() {
    Reading risesThenFalls = reading(-0.043, 0.05, -0.3, 0.001, -0.2, -0.2, -0.2, -0.2, -0.2, -0.2);

    assertThat(text(risesThenFalls))
        .contains("it falls at fc4 by 0.300 (95% 0.290 to 0.310)")
        .doesNotContain("by -", "by +");
  }

  @Test
  void manyLayersAreSummedUp() {
    double[] changes = IntStream.range(0, 74).mapToDouble(i -> i % 2 == 0 ? -0.1 : 0.05).toArray();
    changes[10] = -0.5;
    changes[21] = 0.4;
    changes[30] = -0.3;
    double[] ten = Arrays.copyOf(changes, 9);

    assertThat(text(reading(changes)))
        .contains("of 74 steps, from fc1 0.900 ± 0.000 to fc75")
        .contains("37 fall and 37 rise; the largest: it falls at fc12")
        .contains("it rises at fc23 by 0.400", "it falls at fc32 by 0.300", "the table of layers")
        .contains("a rise as a layer that does harm (37 layers)")
        .doesNotContain("fc40", "fc13")
        .hasSizeLessThan(1200);
    assertThat(text(reading(ten)))
        .contains("fc9 ", "it rises at fc9 by 0.050")
        .doesNotContain("the table of layers");
  }

  @Test
  void neighboursAreNamedByTheFirstAndTheLast() {
    assertThat(text(reading(0, 0.001, -0.001, 0, 0.002, -0.3)))
        .contains("of 6 steps, from fc1 0.900 ± 0.000 to fc7", "1 falls and 5 are flat")
        .contains("a flat step as a layer that contributes little (fc2 to fc6)");
    assertThat(text(reading(0, 0.001, -0.3))).contains("contributes little (fc2, fc3)");
  }

  @Test
  void whatTheIntervalsAreOver() {
    assertThat(text(FALLS))
        .contains("for all 10 steps of all curves together")
        .endsWith("over images of this one network, not over trainings.)");
  }
}
