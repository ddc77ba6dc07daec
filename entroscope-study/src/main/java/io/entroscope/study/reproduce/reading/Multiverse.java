package io.entroscope.study.reproduce.reading;

import io.entroscope.study.reproduce.claim.Claim.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A claim under every reading that the paper leaves open: S. Steegen et al., "Increasing
 * Transparency Through a Multiverse Analysis", 2016.
 *
 * @param number of the claim, from 1
 * @param tally of all its readings
 * @param rows the same by form of the claim, and by each choice that makes up a reading
 */
public record Multiverse(int number, Tally tally, List<Row> rows) {
  public Multiverse {
    rows = List.copyOf(rows);
  }

  /**
   * All readings that go one way in one choice.
   *
   * @param choice what is chosen
   * @param way that they go, in words
   * @param tally of these readings
   */
  public record Row(String choice, String way, Tally tally) {}

  /** A claim under all readings, in each of its forms. */
  static Multiverse of(int number, String formName, List<? extends Rule> forms) {
    Map<String, Map<String, List<Optional<Outcome>>>> byChoice = new LinkedHashMap<>();
    List<Optional<Outcome>> all = new ArrayList<>();
    for (Rule form : forms) {
      for (Reading reading : Reading.all()) {
        Optional<Outcome> outcome = form.outcome(reading);
        all.add(outcome);
        if (forms.size() > 1) {
          put(byChoice, formName, form.form(), outcome);
        }
        reading.choices().forEach((choice, way) -> put(byChoice, choice, way, outcome));
      }
    }
    List<Row> rows = new ArrayList<>();
    byChoice.forEach(
        (choice, ways) ->
            ways.forEach((way, outcomes) -> rows.add(new Row(choice, way, Tally.of(outcomes)))));
    return new Multiverse(number, Tally.of(all), rows);
  }

  private static void put(
      Map<String, Map<String, List<Optional<Outcome>>>> byChoice,
      String choice,
      String way,
      Optional<Outcome> outcome) {
    byChoice
        .computeIfAbsent(choice, k -> new LinkedHashMap<>())
        .computeIfAbsent(way, k -> new ArrayList<>())
        .add(outcome);
  }
}
