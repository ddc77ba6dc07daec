package io.entroscope.study.reproduce.accuracy;

import io.entroscope.result.Interval;
import io.entroscope.stats.inference.Bootstrap;
import io.entroscope.stats.inference.Spearman;
import io.entroscope.study.reproduce.claim.Claim.Outcome;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.ClassScores;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.EpochScores;
import io.entroscope.study.reproduce.experiment.PaperDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Claim 6, the abstract's: the entropy of the class scores measures the accuracy.
 *
 * @param associations over networks, of each measure on each dataset
 * @param within over the classes of networks
 * @param overTraining over the epochs of their trainings
 * @param misjudged the experiments of which the entropy promises most too much
 * @param networks every network, as the figure shows them
 */
public record EntropyAccuracy(
    List<Association> associations,
    List<WithinNetworks> within,
    List<WithinNetworks> overTraining,
    List<Misjudged> misjudged,
    List<Network> networks) {
  /** Fewer networks or names than that say nothing. */
  private static final int FEWEST = 5;

  private static final int FEWEST_CLASSES = 5;
  private static final int FEWEST_EPOCHS = 3;
  private static final int MOST_MISJUDGED = 5;

  public EntropyAccuracy {
    associations = List.copyOf(associations);
    within = List.copyOf(within);
    overTraining = List.copyOf(overTraining);
    misjudged = List.copyOf(misjudged);
    networks = List.copyOf(networks);
  }

  /**
   * A trained network.
   *
   * @param id of its experiment
   * @param dataset of it
   * @param entropy the pattern entropy of its logits, normalised
   * @param accuracy on test images
   */
  public record Network(String id, PaperDataset dataset, double entropy, double accuracy) {}

  /** Of all networks among these that were trained. */
  public static EntropyAccuracy of(List<ExperimentRecord> records) {
    List<Association> associations = new ArrayList<>();
    List<WithinNetworks> within = new ArrayList<>();
    List<WithinNetworks> overTraining = new ArrayList<>();
    List<Misjudged> misjudged = new ArrayList<>();
    List<Network> networks = new ArrayList<>();
    for (PaperDataset dataset : PaperDataset.values()) {
      List<ExperimentRecord> trained =
          records.stream()
              .filter(one -> one.dataset() == dataset && !one.epochs().isEmpty())
              .toList();
      for (Measure measure : Measure.values()) {
        association(measure, dataset, trained).ifPresent(associations::add);
        within(measure, dataset, trained).ifPresent(within::add);
        overTraining(measure, dataset, trained).ifPresent(overTraining::add);
      }
      misjudged.addAll(misjudged(dataset, trained));
      trained.forEach(one -> networks.add(network(one)));
    }
    return new EntropyAccuracy(associations, within, overTraining, misjudged, networks);
  }

  private static Network network(ExperimentRecord record) {
    return new Network(
        record.id(),
        record.dataset(),
        Measure.PATTERN.of(record.test()).orElseThrow(),
        record.test().accuracy());
  }

  private static Optional<Association> association(
      Measure measure, PaperDataset dataset, List<ExperimentRecord> trained) {
    List<ExperimentRecord> known =
        trained.stream().filter(one -> measure.of(one.test()).isPresent()).toList();
    Map<String, List<ExperimentRecord>> names =
        known.stream()
            .collect(
                Collectors.groupingBy(
                    ExperimentRecord::name, LinkedHashMap::new, Collectors.toList()));
    if (names.size() < FEWEST) {
      return Optional.empty();
    }
    Pairs pairs = Pairs.of(known, measure);
    double rho = Spearman.rho(pairs.measures(), pairs.accuracies());
    double partial = pairs.partial();
    return Double.isNaN(rho)
        ? Optional.empty()
        : Optional.of(
            new Association(
                measure,
                dataset,
                known.size(),
                names.size(),
                rho,
                NamesDrawn.interval(
                    names.values().stream().map(seeds -> Pairs.of(seeds, measure)).toList()),
                Double.isNaN(partial) ? null : partial));
  }

  private static Optional<WithinNetworks> within(
      Measure measure, PaperDataset dataset, List<ExperimentRecord> trained) {
    Optional<ToDoubleFunction<ClassScores>> ofClass = measure.ofClass();
    if (ofClass.isEmpty()) {
      return Optional.empty();
    }
    return average(
        measure,
        dataset,
        trained.stream()
            .flatMap(one -> Optional.ofNullable(one.test().output()).stream())
            .filter(output -> output.classes().size() >= FEWEST_CLASSES)
            .mapToDouble(output -> rho(output.classes(), ofClass.get(), ClassScores::accuracy)));
  }

  private static Optional<WithinNetworks> overTraining(
      Measure measure, PaperDataset dataset, List<ExperimentRecord> trained) {
    Optional<ToDoubleFunction<EpochScores>> ofEpoch = measure.ofEpoch();
    return ofEpoch.isEmpty()
        ? Optional.empty()
        : average(
            measure,
            dataset,
            trained.stream()
                .map(EntropyAccuracy::epochs)
                .filter(epochs -> epochs.size() >= FEWEST_EPOCHS)
                .mapToDouble(epochs -> rho(epochs, ofEpoch.get(), EpochScores::accuracy)));
  }

  /** All epochs of a training; none where one was not looked at. */
  private static List<EpochScores> epochs(ExperimentRecord record) {
    List<EpochScores> known =
        record.epochs().stream()
            .flatMap(one -> Optional.ofNullable(one.scores()).stream())
            .toList();
    return known.size() == record.epochs().size() ? known : List.of();
  }

  private static Optional<WithinNetworks> average(
      Measure measure, PaperDataset dataset, DoubleStream correlations) {
    double[] defined = correlations.filter(rho -> !Double.isNaN(rho)).toArray();
    return defined.length < FEWEST
        ? Optional.empty()
        : Optional.of(
            new WithinNetworks(
                measure,
                dataset,
                defined.length,
                Arrays.stream(defined).average().orElseThrow(),
                Interval.of(Bootstrap.mean(defined, 0.05, 1))));
  }

  private static <T> double rho(
      List<T> of, ToDoubleFunction<T> measure, ToDoubleFunction<T> accuracy) {
    return Spearman.rho(
        of.stream().mapToDouble(measure).toArray(), of.stream().mapToDouble(accuracy).toArray());
  }

  private static List<Misjudged> misjudged(PaperDataset dataset, List<ExperimentRecord> trained) {
    Map<String, List<ExperimentRecord>> names =
        trained.stream().collect(Collectors.groupingBy(ExperimentRecord::name));
    Map<String, Double> entropies = means(names, one -> Measure.PATTERN.of(one.test()).orElse(1.0));
    Map<String, Double> errors = means(names, one -> 1 - one.test().accuracy());
    List<String> byEntropy = inOrder(entropies);
    List<String> byError = inOrder(errors);
    return names.keySet().stream()
        .map(
            name ->
                new Misjudged(
                    name,
                    dataset,
                    names.getOrDefault(name, List.of()).size(),
                    entropies.getOrDefault(name, 1.0),
                    byEntropy.indexOf(name) + 1,
                    1 - errors.getOrDefault(name, 1.0),
                    byError.indexOf(name) + 1))
        .filter(one -> one.promises() > 0)
        .sorted(
            Comparator.comparingInt(Misjudged::promises).reversed().thenComparing(Misjudged::name))
        .limit(MOST_MISJUDGED)
        .toList();
  }

  private static Map<String, Double> means(
      Map<String, List<ExperimentRecord>> names, ToDoubleFunction<ExperimentRecord> of) {
    return names.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> entry.getValue().stream().mapToDouble(of).average().orElseThrow()));
  }

  private static List<String> inOrder(Map<String, Double> values) {
    return values.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The outcome under one reading: over both datasets. */
  Optional<Outcome> outcome(Measure reading) {
    List<Interval> intervals = new ArrayList<>();
    for (PaperDataset dataset : PaperDataset.values()) {
      Optional<Interval> interval =
          associations.stream()
              .filter(one -> one.measure() == reading && one.dataset() == dataset)
              .findFirst()
              .flatMap(one -> Optional.ofNullable(one.interval()));
      if (interval.isEmpty()) {
        return Optional.empty();
      }
      intervals.add(interval.get());
    }
    if (intervals.stream().anyMatch(interval -> interval.low() > 0)) {
      return Optional.of(Outcome.CONTRADICTED);
    }
    return Optional.of(
        intervals.stream().allMatch(interval -> interval.high() < 0)
            ? Outcome.SUPPORTED
            : Outcome.UNDECIDED);
  }

  /** The outcomes under all readings, in order. */
  public List<Optional<Outcome>> outcomes() {
    return Arrays.stream(Measure.values()).filter(Measure::isEntropy).map(this::outcome).toList();
  }
}
