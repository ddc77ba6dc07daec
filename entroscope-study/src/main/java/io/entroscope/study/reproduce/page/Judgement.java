package io.entroscope.study.reproduce.page;

import io.entroscope.study.reproduce.accuracy.EntropyAccuracy;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import io.entroscope.study.reproduce.experiment.Registration;
import io.entroscope.study.reproduce.reading.Multiverse;
import io.entroscope.study.reproduce.reading.Multiverses;
import io.entroscope.study.reproduce.reading.Surgery;
import io.entroscope.study.reproduce.reading.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The claims under every reading that the paper leaves open.
 *
 * @param registration the rules that were fixed beforehand; null: there are none
 * @param registeredRuns how many runs hold the SHA-256 of these rules
 * @param registeredSeeds of these runs
 * @param firstSeeds the claims by the first seeds, to which the rules were applied afterwards
 * @param registered the claims by the registered runs; empty without such runs
 * @param accuracy the claim that the entropy measures the accuracy, by all networks
 * @param surgery the layers of the registered runs that were taken out in several ways; null: none
 */
public record Judgement(
    @Nullable Registration registration,
    int registeredRuns,
    List<Long> registeredSeeds,
    List<Multiverse> firstSeeds,
    List<Multiverse> registered,
    EntropyAccuracy accuracy,
    @Nullable Surgery surgery) {
  public Judgement {
    registeredSeeds = List.copyOf(registeredSeeds);
    firstSeeds = List.copyOf(firstSeeds);
    registered = List.copyOf(registered);
  }

  /**
   * Judges the claims.
   *
   * @param first the experiments of the first seeds
   * @param later the experiments that were made after the rules were fixed
   */
  static Judgement of(
      List<ExperimentRecord> first,
      List<ExperimentRecord> later,
      @Nullable Registration registration) {
    List<ExperimentRecord> all = new ArrayList<>(first);
    all.addAll(later);
    return new Judgement(
        registration,
        registration == null
            ? 0
            : (int) later.stream().filter(one -> registration.sha256().equals(one.rules())).count(),
        later.stream().map(ExperimentRecord::seed).distinct().sorted().toList(),
        Multiverses.ofFirstSeeds(byName(first)),
        later.isEmpty() ? List.of() : Multiverses.ofRegistered(byName(later)),
        EntropyAccuracy.of(all),
        Surgery.of(byName(later)));
  }

  private static Map<String, List<ExperimentRecord>> byName(List<ExperimentRecord> records) {
    return records.stream()
        .collect(
            Collectors.groupingBy(ExperimentRecord::name, LinkedHashMap::new, Collectors.toList()));
  }

  /** The tally that decides a claim of 1 to 5: of the registered runs, where there are some. */
  Tally deciding(int number) {
    return tally(registered.isEmpty() ? firstSeeds : registered, number);
  }

  /** The tally of a claim by the first seeds. */
  Tally first(int number) {
    return tally(firstSeeds, number);
  }

  private static Tally tally(List<Multiverse> of, int number) {
    return of.stream().filter(one -> one.number() == number).findFirst().orElseThrow().tally();
  }

  /** The tally of the claim that the entropy measures the accuracy. */
  Tally accuracyTally() {
    return Tally.of(accuracy.outcomes());
  }
}
