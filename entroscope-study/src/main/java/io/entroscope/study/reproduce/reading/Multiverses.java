package io.entroscope.study.reproduce.reading;

import io.entroscope.study.reproduce.experiment.Experiment.Way;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Gathers for each claim the experiments that decide it, and judges it under all readings. */
public final class Multiverses {
  private final Map<String, List<ExperimentRecord>> byName;

  private Multiverses(Map<String, List<ExperimentRecord>> byName) {
    this.byName = byName;
  }

  /** The five claims by the networks of the first seeds, whose numbers were seen beforehand. */
  public static List<Multiverse> ofFirstSeeds(Map<String, List<ExperimentRecord>> byName) {
    Multiverses of = new Multiverses(byName);
    Map<Integer, String> depths = new TreeMap<>();
    List.of(2, 4, 6).forEach(layers -> depths.put(layers, "cifar-" + layers + "fc"));
    return of.judged(
        List.of("mnist-3fc", "cifar-2fc", "cifar-4fc", "cifar-6fc"),
        of.trialsOfFirstSeeds(),
        depths,
        List.of("bad-4fc"));
  }

  /** The five claims by the networks that were trained after the rules were fixed. */
  public static List<Multiverse> ofRegistered(Map<String, List<ExperimentRecord>> byName) {
    Multiverses of = new Multiverses(byName);
    Map<Integer, String> depths = new TreeMap<>();
    List.of(2, 4, 6).forEach(layers -> depths.put(layers, "mnist-mlp-" + layers));
    return of.judged(
        List.of("mnist-mlp-2", "mnist-mlp-4", "mnist-mlp-6", "mnist-3fc", "cifar-small-6"),
        registeredTrials(byName),
        depths,
        List.of("mnist-mlp-6-poor", "bad-4fc"));
  }

  private List<Multiverse> judged(
      List<String> well, Trials trials, Map<Integer, String> depths, List<String> bad) {
    Map<Integer, List<Measurement>> byDepth = new TreeMap<>();
    depths.forEach(
        (layers, name) -> {
          if (byName.containsKey(name)) {
            byDepth.put(layers, measurements(name));
          }
        });
    List<Way> ways =
        Arrays.stream(Way.values())
            .filter(way -> trials.all().stream().anyMatch(trial -> trial.way() == way))
            .toList();
    return List.of(
        Multiverse.of(
            1,
            "falling means",
            Arrays.stream(FallRule.Form.values()).map(f -> new FallRule(f, named(well))).toList()),
        Multiverse.of(2, "surgery", ways.stream().map(way -> new FlatRule(way, trials)).toList()),
        Multiverse.of(3, "surgery", ways.stream().map(way -> new RiseRule(way, trials)).toList()),
        Multiverse.of(4, "", List.of(new NumberRule(byDepth))),
        Multiverse.of(
            5,
            "random means",
            Arrays.stream(RandomRule.Form.values())
                .map(form -> new RandomRule(form, named(bad)))
                .toList()));
  }

  private Map<String, List<Measurement>> named(List<String> names) {
    Map<String, List<Measurement>> named = new LinkedHashMap<>();
    names.stream().filter(byName::containsKey).forEach(name -> named.put(name, measurements(name)));
    return named;
  }

  private List<Measurement> measurements(String name) {
    return byName.getOrDefault(name, List.of()).stream().map(ExperimentRecord::test).toList();
  }

  /** The surgery of the networks that were trained after the rules were fixed. */
  static Trials registeredTrials(Map<String, List<ExperimentRecord>> byName) {
    Multiverses of = new Multiverses(byName);
    List<Trial> trials = new ArrayList<>();
    for (String parent : List.of("mnist-mlp-6", "mnist-mlp-6-poor", "cifar-small-6")) {
      for (int layer = 2; layer <= 5; layer++) {
        for (Way way : Way.values()) {
          String name = "fc" + layer;
          of.add(trials, parent, name, way, parent + "-" + name + "-" + way.words(), "-whole");
        }
      }
    }
    return new Trials(trials);
  }

  private Trials trialsOfFirstSeeds() {
    List<Trial> trials = new ArrayList<>();
    for (int layer = 2; layer <= 5; layer++) {
      String name = "fc" + layer;
      for (Way way : List.of(Way.BYPASS, Way.FOLD)) {
        add(trials, "cifar-6fc", name, way, "cifar-6fc-without-" + name, "-whole");
      }
    }
    for (String layer : List.of("fc2", "fc3")) {
      for (String without : List.of("bad-3fc", "bad-3fc-other")) {
        add(trials, "bad-4fc", layer, Way.BYPASS, without, "-on");
      }
    }
    return new Trials(trials);
  }

  /** Adds a layer taken out in this way, for every seed in which that was done. */
  private void add(
      List<Trial> trials,
      String parent,
      String layer,
      Way way,
      String without,
      String wholeSuffix) {
    for (ExperimentRecord network : byName.getOrDefault(parent, List.of())) {
      Optional<ExperimentRecord> less =
          of(without, network.seed()).filter(record -> isOf(record, layer, way));
      Optional<ExperimentRecord> whole = of(parent + wholeSuffix, network.seed());
      if (network.validation() != null && less.isPresent() && whole.isPresent()) {
        trials.add(
            new Trial(
                parent,
                network.seed(),
                layer,
                way,
                network.validation(),
                less.get().test().accuracy() - whole.get().test().accuracy()));
      }
    }
  }

  private static boolean isOf(ExperimentRecord record, String layer, Way way) {
    return record.edits().stream()
        .anyMatch(edit -> edit.startsWith(layer + " ") && edit.contains(way.words()));
  }

  private Optional<ExperimentRecord> of(String name, long seed) {
    return byName.getOrDefault(name, List.of()).stream()
        .filter(one -> one.seed() == seed)
        .findFirst();
  }
}
