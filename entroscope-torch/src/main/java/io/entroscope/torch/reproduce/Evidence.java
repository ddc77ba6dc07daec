package io.entroscope.torch.reproduce;

import io.entroscope.result.Verdict.Direction;
import io.entroscope.torch.reproduce.ExperimentRecord.Seen;
import io.entroscope.torch.reproduce.ExperimentRecord.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Brings the experiments before the claims. */
final class Evidence {
  private static final List<String> WELL_TRAINED =
      List.of("mnist-3fc", "cifar-2fc", "cifar-4fc", "cifar-6fc");
  private static final String BAD = "bad-4fc";
  private static final String DEEPEST = "cifar-6fc";

  private final Map<String, List<ExperimentRecord>> byName;

  Evidence(Map<String, List<ExperimentRecord>> byName) {
    this.byName = byName;
  }

  /** All five. */
  List<Claim> claims() {
    Map<String, List<Seen>> trained = new LinkedHashMap<>();
    Map<String, List<Seen>> untrained = new LinkedHashMap<>();
    for (String name : WELL_TRAINED) {
      put(trained, name, name);
      put(untrained, name, name + "-untrained");
    }
    Map<Integer, List<Seen>> byLayers = new TreeMap<>();
    for (int layers : List.of(2, 4, 6)) {
      if (!seen("cifar-" + layers + "fc").isEmpty()) {
        byLayers.put(layers, seen("cifar-" + layers + "fc"));
      }
    }
    List<Deletion> deletions = deletions();
    return List.of(
        Claims.falls(trained, untrained),
        Claims.flat(deletions),
        Claims.rise(deletions, againstBefore()),
        Claims.number(byLayers),
        Claims.random(seen(BAD), seen("cifar-4fc")));
  }

  private void put(Map<String, List<Seen>> networks, String key, String name) {
    if (!seen(name).isEmpty()) {
      networks.put(key, seen(name));
    }
  }

  private List<ExperimentRecord> all(String name) {
    return byName.getOrDefault(name, List.of());
  }

  private List<Seen> seen(String name) {
    return all(name).stream().map(ExperimentRecord::test).toList();
  }

  private @Nullable ExperimentRecord of(String name, long seed) {
    return all(name).stream().filter(one -> one.seed() == seed).findFirst().orElse(null);
  }

  private List<Double> againstBefore() {
    List<Double> changes = new ArrayList<>();
    for (ExperimentRecord before : all(BAD)) {
      ExperimentRecord after = of("bad-3fc", before.seed());
      if (after != null) {
        changes.add(after.test().accuracy() - before.test().accuracy());
      }
    }
    return changes;
  }

  /** Every layer that was deleted from a network which was also trained on whole. */
  private List<Deletion> deletions() {
    List<Deletion> deletions = new ArrayList<>();
    for (ExperimentRecord bad : all(BAD)) {
      Choice choice = bad.choice();
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
            .flatMap(seen -> seen.steps().stream())
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
              less.test().accuracy() - all.test().accuracy()));
    }
  }
}
