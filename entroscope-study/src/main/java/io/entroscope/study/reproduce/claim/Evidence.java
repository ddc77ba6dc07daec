package io.entroscope.study.reproduce.claim;

import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Step;
import io.entroscope.study.reproduce.experiment.LayerChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers for each claim the experiments that decide it. */
public final class Evidence {
  private static final List<String> WELL_TRAINED =
      List.of("mnist-3fc", "cifar-2fc", "cifar-4fc", "cifar-6fc");
  private static final String BAD = "bad-4fc";
  private static final String DEEPEST = "cifar-6fc";

  private final Map<String, List<ExperimentRecord>> byName;

  /** The evidence of these records, by the name of their experiment. */
  public Evidence(Map<String, List<ExperimentRecord>> byName) {
    this.byName = byName;
  }

  /** All five claims, decided. */
  public List<Claim> claims() {
    Map<String, List<Measurement>> trained = new LinkedHashMap<>();
    Map<String, List<Measurement>> untrained = new LinkedHashMap<>();
    for (String name : WELL_TRAINED) {
      put(trained, name, name);
      put(untrained, name, name + "-untrained");
    }
    Map<Integer, List<Measurement>> byLayers = new TreeMap<>();
    for (int layers : List.of(2, 4, 6)) {
      if (!measurements("cifar-" + layers + "fc").isEmpty()) {
        byLayers.put(layers, measurements("cifar-" + layers + "fc"));
      }
    }
    Deletions deletions = new Deletions(deletions());
    return List.of(
        new FallingEntropy(trained, untrained).claim(),
        new FlatStretch(deletions).claim(),
        new HarmfulRise(deletions, comparisons()).claim(),
        new NeededLayers(byLayers).claim(),
        new RandomCurve(measurements(BAD), measurements("cifar-4fc")).claim());
  }

  private void put(Map<String, List<Measurement>> networks, String key, String name) {
    if (!measurements(name).isEmpty()) {
      networks.put(key, measurements(name));
    }
  }

  private List<ExperimentRecord> all(String name) {
    return byName.getOrDefault(name, List.of());
  }

  private List<Measurement> measurements(String name) {
    return all(name).stream().map(ExperimentRecord::test).toList();
  }

  private @Nullable ExperimentRecord of(String name, long seed) {
    return all(name).stream().filter(one -> one.seed() == seed).findFirst().orElse(null);
  }

  /** More comparisons of the networks with deleted layers; they decide nothing. */
  private Map<String, List<Double>> comparisons() {
    Map<String, List<Double>> comparisons = new LinkedHashMap<>();
    comparisons.put(
        "Badly trained, one layer deleted and trained again, against the network as it was before,"
            + " which is the paper's comparison, though trained half as long",
        differences("bad-3fc", BAD));
    comparisons.put(
        "The same against the network left whole and trained on alike",
        differences("bad-3fc", "bad-4fc-on"));
    comparisons.put(
        "The same against another layer deleted instead", differences("bad-3fc", "bad-3fc-other"));
    comparisons.put(
        "The same against 3 layers from the start, trained as long in all",
        differences("bad-3fc", "bad-3fc-fresh"));
    comparisons.put(
        "Two layers deleted, one after the other, against the network left whole and trained on"
            + " alike",
        differences("bad-2fc", "bad-4fc-on-on"));
    comparisons.put(
        "The same against 2 layers from the start, trained as long in all",
        differences("bad-2fc", "bad-2fc-fresh"));
    return comparisons;
  }

  /** The difference in accuracy between two networks, for each seed that has both. */
  private List<Double> differences(String one, String other) {
    List<Double> differences = new ArrayList<>();
    for (ExperimentRecord first : all(one)) {
      ExperimentRecord second = of(other, first.seed());
      if (second != null) {
        differences.add(first.test().accuracy() - second.test().accuracy());
      }
    }
    return differences;
  }

  /** Every deletion from a network that was also trained further without any. */
  private List<Deletion> deletions() {
    List<Deletion> deletions = new ArrayList<>();
    for (ExperimentRecord bad : all(BAD)) {
      LayerChoice choice = bad.choice();
      if (choice != null) {
        add(deletions, bad, choice.layer(), "bad-3fc", "bad-4fc-on");
        if (choice.other() != null) {
          add(deletions, bad, choice.other(), "bad-3fc-other", "bad-4fc-on");
        }
      }
    }
    for (ExperimentRecord deep : all(DEEPEST)) {
      for (int layer = 2; layer <= 5; layer++) {
        add(deletions, deep, "fc" + layer, DEEPEST + "-without-fc" + layer, DEEPEST + "-whole");
      }
    }
    return deletions;
  }

  private void add(
      List<Deletion> deletions,
      ExperimentRecord network,
      String layer,
      String without,
      String whole) {
    ExperimentRecord less = of(without, network.seed());
    ExperimentRecord all = of(whole, network.seed());
    Optional<Direction> direction =
        Optional.ofNullable(network.validation()).stream()
            .flatMap(measured -> measured.steps().stream())
            .filter(step -> step.layer().equals(layer))
            .map(Step::direction)
            .findFirst();
    if (less != null && all != null && direction.isPresent()) {
      deletions.add(
          new Deletion(
              network.name(),
              network.seed(),
              layer,
              direction.get(),
              less.edits().stream().anyMatch(edit -> edit.contains("folded")),
              less.test().accuracy() - all.test().accuracy()));
    }
  }
}
