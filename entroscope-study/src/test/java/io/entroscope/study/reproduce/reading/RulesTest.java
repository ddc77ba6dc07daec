package io.entroscope.study.reproduce.reading;

import static io.entroscope.study.reproduce.experiment.MadeRecords.measured;
import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.study.reproduce.claim.Claim.Outcome;
import io.entroscope.study.reproduce.experiment.Experiment.Way;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import io.entroscope.study.reproduce.reading.Reading.Normalization;
import io.entroscope.study.reproduce.reading.Reading.Order;
import io.entroscope.study.reproduce.reading.Reading.Scale;
import io.entroscope.study.reproduce.reading.Reading.Side;
import io.entroscope.study.reproduce.reading.Tally.Headline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every outcome of every rule of protocol.md, on made-up networks. */
class RulesTest {
  private static final Reading USUAL =
      new Reading(Side.AFTER, Scale.RAW, Order.PATTERN, Normalization.LOG, true, 0.02);
  private static final Measurement FALLS = measured(0.9, 0.9, 0.7, 0.1);
  private static final Measurement FLAT = measured(0.9, 0.9, 0.9, 0.1);
  private static final Measurement RISES = measured(0.9, 0.9, 0.95, 0.1);

  private static List<Measurement> seeds(Measurement... networks) {
    return List.of(networks);
  }

  @SafeVarargs
  private static Outcome falls(FallRule.Form form, List<Measurement>... networks) {
    Map<String, List<Measurement>> named = new LinkedHashMap<>();
    for (List<Measurement> seeds : networks) {
      named.put("net" + named.size(), seeds);
    }
    return new FallRule(form, named).outcome(USUAL).orElseThrow();
  }

  @Test
  @SuppressWarnings("unchecked")
  void theFall() {
    List<Measurement> fall = seeds(FALLS, FALLS, FALLS, FLAT);
    List<Measurement> flat = seeds(FLAT, FLAT, FLAT, FALLS);
    List<Measurement> rise = seeds(RISES, RISES, RISES, RISES);
    List<Measurement> half = seeds(FALLS, FALLS, RISES, RISES);
    FallRule.Form every = FallRule.Form.EVERY_STEP;
    assertThat(falls(every, fall, fall)).as("3 of 4 seeds").isEqualTo(Outcome.SUPPORTED);
    assertThat(falls(every, flat, fall)).as("half of them").isEqualTo(Outcome.CONTRADICTED);
    assertThat(falls(every, flat, fall, fall)).isEqualTo(Outcome.UNDECIDED);
    assertThat(falls(every, half)).isEqualTo(Outcome.UNDECIDED);
    assertThat(falls(FallRule.Form.NO_RISE, flat))
        .as("flat is no rise")
        .isEqualTo(Outcome.SUPPORTED);
    assertThat(falls(FallRule.Form.NO_RISE, rise)).isEqualTo(Outcome.CONTRADICTED);
  }

  /** Layer fc2 taken out over four seeds. */
  private static List<Trial> trials(String network, Measurement curve, double... changes) {
    List<Trial> trials = new ArrayList<>();
    for (double change : changes) {
      trials.add(new Trial(network, trials.size(), "fc2", Way.FOLD, curve, change));
    }
    return trials;
  }

  private static Outcome flat(double[] flat, double[] falling) {
    // One network with a flat layer fc2 and a falling layer fc3 in each seed.
    Measurement curve = measured(0.9, 0.9, 0.9, 0.5, 0.1);
    List<Trial> all = new ArrayList<>(trials("net", curve, flat));
    for (int i = 0; i < falling.length; i++) {
      all.add(new Trial("net", i, "fc3", Way.FOLD, curve, falling[i]));
    }
    return new FlatRule(Way.FOLD, new Trials(all)).outcome(USUAL).orElseThrow();
  }

  @Test
  void theFlatLayer() {
    double[] little = {0, 0.001, -0.001};
    double[] much = {-0.05, -0.051, -0.049};
    assertThat(flat(little, much)).isEqualTo(Outcome.SUPPORTED);
    assertThat(flat(much, little)).isEqualTo(Outcome.CONTRADICTED);
    assertThat(flat(much, new double[0])).as("too much lost").isEqualTo(Outcome.CONTRADICTED);
    assertThat(flat(new double[] {-0.002, -0.002, -0.0021}, new double[] {0, 0.0001, 0}))
        .as("falling layers are needed less")
        .isEqualTo(Outcome.CONTRADICTED);
    assertThat(flat(little, little)).isEqualTo(Outcome.UNDECIDED);
    assertThat(flat(little, new double[0])).isEqualTo(Outcome.UNDECIDED);
    assertThat(flat(new double[] {0, 0}, much)).as("two seeds").isEqualTo(Outcome.UNDECIDED);
    assertThat(new FlatRule(Way.BYPASS, new Trials(trials("net", FLAT, little))).outcome(USUAL))
        .as("nothing was bypassed")
        .isEmpty();
  }

  private static Outcome rise(double... changes) {
    return new RiseRule(Way.FOLD, new Trials(trials("net", RISES, changes)))
        .outcome(USUAL)
        .orElseThrow();
  }

  @Test
  void theRise() {
    assertThat(rise(0.02, 0.021, 0.019)).isEqualTo(Outcome.SUPPORTED);
    assertThat(rise(-0.02, -0.021, -0.019)).isEqualTo(Outcome.CONTRADICTED);
    assertThat(rise(0.02, -0.02, 0.02)).isEqualTo(Outcome.UNDECIDED);
    assertThat(rise(0.02, 0.02)).as("two seeds").isEqualTo(Outcome.UNDECIDED);
    assertThat(
            new RiseRule(Way.FOLD, new Trials(trials("net", FALLS, 0.02, 0.02, 0.02)))
                .outcome(USUAL))
        .as("no rise")
        .contains(Outcome.UNDECIDED);
  }

  private static Optional<Outcome> number(double two, double four, double... curve) {
    return new NumberRule(
            Map.of(2, List.of(measured(two, 0.9, 0.1)), 4, List.of(measured(four, curve))))
        .outcome(USUAL);
  }

  @Test
  void theNumberOfLayers() {
    double[] names2 = {0.9, 0.9, 0.9, 0.1};
    double[] names4 = {0.9, 0.7, 0.5, 0.1};
    assertThat(number(0.9, 0.9, names2)).contains(Outcome.SUPPORTED);
    assertThat(number(0.9, 0.9, names4)).contains(Outcome.CONTRADICTED);
    assertThat(number(0.7, 0.9, names4)).contains(Outcome.SUPPORTED);
    assertThat(number(0.7, 0.9, names2)).contains(Outcome.CONTRADICTED);
    Reading without =
        new Reading(Side.AFTER, Scale.RAW, Order.PATTERN, Normalization.LOG, false, 0.02);
    assertThat(
            new NumberRule(
                    Map.of(
                        2, List.of(measured(0.9, 0.9, 0.1)),
                        4, List.of(measured(0.9, names2))))
                .outcome(without))
        .as("the output layer counts as one where it is left out")
        .contains(Outcome.SUPPORTED);
  }

  private static Outcome random(RandomRule.Form form, Measurement... seeds) {
    return new RandomRule(form, Map.of("bad", List.of(seeds))).outcome(USUAL).orElseThrow();
  }

  @Test
  void randomness() {
    RandomRule.Form over = RandomRule.Form.OVER_SEEDS;
    RandomRule.Form shape = RandomRule.Form.BY_SHAPE;
    assertThat(random(over, FALLS, FLAT, RISES)).isEqualTo(Outcome.SUPPORTED);
    assertThat(random(over, RISES, RISES, RISES)).isEqualTo(Outcome.CONTRADICTED);
    assertThat(random(shape, RISES, RISES, RISES)).isEqualTo(Outcome.SUPPORTED);
    assertThat(random(shape, FALLS, FALLS, FALLS)).isEqualTo(Outcome.CONTRADICTED);
    assertThat(random(shape, FALLS, FALLS, RISES)).isEqualTo(Outcome.UNDECIDED);
    assertThat(random(shape, RISES, RISES)).as("two seeds").isEqualTo(Outcome.UNDECIDED);
  }

  private static Tally tally(int supported, int contradicted, int undecided, int unknown) {
    List<Optional<Outcome>> outcomes = new ArrayList<>();
    outcomes.addAll(Collections.nCopies(supported, Optional.of(Outcome.SUPPORTED)));
    outcomes.addAll(Collections.nCopies(contradicted, Optional.of(Outcome.CONTRADICTED)));
    outcomes.addAll(Collections.nCopies(undecided, Optional.of(Outcome.UNDECIDED)));
    outcomes.addAll(Collections.nCopies(unknown, Optional.empty()));
    return Tally.of(outcomes);
  }

  @Test
  void headlines() {
    assertThat(tally(9, 1, 0, 50).headline()).isEqualTo(Headline.SUPPORTED);
    assertThat(tally(0, 9, 1, 0).headline()).isEqualTo(Headline.CONTRADICTED);
    assertThat(tally(8, 1, 1, 0).headline()).isEqualTo(Headline.HANGS);
    assertThat(tally(8, 0, 2, 0).headline()).isEqualTo(Headline.UNDECIDED);
    assertThat(tally(0, 0, 10, 0).headline()).isEqualTo(Headline.UNDECIDED);
    assertThat(tally(0, 0, 0, 10).headline()).isEqualTo(Headline.NOT_JUDGED);
    assertThat(tally(8, 1, 1, 2).sentence())
        .isEqualTo(
            "Of 10 readings 8 support it, 1 contradict it and 1 decide nothing; 2 more cannot be"
                + " computed from what was kept.");
  }
}
