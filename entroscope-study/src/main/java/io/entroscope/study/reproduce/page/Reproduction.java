package io.entroscope.study.reproduce.page;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.entroscope.core.option.Tool;
import io.entroscope.result.ToolInfo;
import io.entroscope.study.reproduce.claim.Claim;
import io.entroscope.study.reproduce.claim.Evidence;
import io.entroscope.study.reproduce.claim.SeedSummary;
import io.entroscope.study.reproduce.experiment.ExperimentPlan;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.OutputDifference;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Point;
import io.entroscope.study.reproduce.experiment.LayerChoice;
import io.entroscope.study.reproduce.experiment.PaperDataset;
import io.entroscope.study.reproduce.experiment.Registration;
import io.entroscope.study.reproduce.experiment.StudyFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The whole study, as {@code reproduction.json} holds it; a function of the experiments' records
 * alone.
 *
 * @param schema {@link #SCHEMA}
 * @param tool that wrote it
 * @param facts of the study
 * @param seedsWanted number of seeds asked for
 * @param seedsComplete the seeds whose experiments are all done
 * @param networks every network with its numbers over the seeds, in the order of the plan
 * @param claims of the paper, judged as on the first seeds: by one reading of the curve
 * @param judgement of the claims under every reading that the paper leaves open
 */
public record Reproduction(
    String schema,
    ToolInfo tool,
    StudyFacts facts,
    int seedsWanted,
    List<Long> seedsComplete,
    List<Network> networks,
    List<Claim> claims,
    Judgement judgement) {
  /** The version of the format. */
  public static final String SCHEMA = "entroscope/reproduction/1";

  private static final Map<String, Double> PAPER =
      Map.of(
          "cifar-2fc", 0.774,
          "cifar-4fc", 0.7686,
          "cifar-6fc", 0.7187,
          "bad-4fc", 0.3935,
          "bad-3fc", 0.6283,
          "bad-2fc", 0.6626);

  public Reproduction {
    seedsComplete = List.copyOf(seedsComplete);
    networks = List.copyOf(networks);
    claims = List.copyOf(claims);
  }

  /**
   * A network over the seeds.
   *
   * @param name of its experiments
   * @param what it is, in words
   * @param dataset of the paper
   * @param paperAccuracy what the paper reports; null if it has no such network
   * @param outcome what came out, over the seeds
   * @param edits what was done to it, by seed
   * @param choices the layer that its curve points at, by seed; empty if not asked for
   * @param outputDifferences how much its outputs differ from those of the network it was made
   *     from, by seed; empty if that was not asked for
   * @param protocol everything but the data that decides its numbers, as of the first seed
   */
  public record Network(
      String name,
      String what,
      @JsonProperty("subject") PaperDataset dataset,
      @Nullable Double paperAccuracy,
      @JsonUnwrapped Outcome outcome,
      List<String> edits,
      List<LayerChoice> choices,
      @JsonProperty("sameness") List<OutputDifference> outputDifferences,
      Map<String, String> protocol) {
    public Network {
      edits = List.copyOf(edits);
      choices = List.copyOf(choices);
      outputDifferences = List.copyOf(outputDifferences);
    }

    /** {@link Outcome#accuracy}. */
    public SeedSummary accuracy() {
      return outcome.accuracy();
    }

    /** {@link Outcome#images}. */
    public long images() {
      return outcome.images();
    }

    /** {@link Outcome#seeds}. */
    public List<Long> seeds() {
      return outcome.seeds();
    }

    /** {@link Outcome#trainingAccuracy}. */
    public @Nullable SeedSummary trainingAccuracy() {
      return outcome.trainingAccuracy();
    }

    /** {@link Outcome#curve}. */
    public List<LayerSummary> curve() {
      return outcome.curve();
    }

    /** {@link Outcome#falling}. */
    public int falling() {
      return outcome.falling();
    }

    /** {@link Outcome#standardizedFalling}. */
    public int standardizedFalling() {
      return outcome.standardizedFalling();
    }
  }

  /**
   * What came of a network, over the seeds.
   *
   * @param accuracy on test images
   * @param images how many test images
   * @param seeds of which it is there
   * @param trainingAccuracy in its last epoch; null: not trained
   * @param curve by layer, in order of depth
   * @param falling for how many seeds the mean curve falls at every step
   * @param standardizedFalling the same of the standardised curve
   */
  public record Outcome(
      SeedSummary accuracy,
      long images,
      List<Long> seeds,
      @Nullable SeedSummary trainingAccuracy,
      List<LayerSummary> curve,
      int falling,
      int standardizedFalling) {
    public Outcome {
      seeds = List.copyOf(seeds);
      curve = List.copyOf(curve);
    }
  }

  /**
   * A layer of a curve, summarised over the seeds.
   *
   * @param layers the names of the layer at this depth
   * @param entropy of the pattern, normalised, the mean over the classes
   * @param standardized the same of standardised activations
   * @param image the mean image entropy, normalised
   */
  public record LayerSummary(
      List<String> layers, SeedSummary entropy, SeedSummary standardized, SeedSummary image) {
    public LayerSummary {
      layers = List.copyOf(layers);
    }
  }

  /**
   * Builds the study from its experiments.
   *
   * @param experiments those that are done, in the order of the plan
   * @param later those that were made after rules for them were fixed
   * @param registration of these rules; null: there are none
   */
  public static Reproduction of(
      StudyFacts facts,
      int seeds,
      List<ExperimentRecord> experiments,
      List<ExperimentRecord> later,
      @Nullable Registration registration) {
    Map<String, List<ExperimentRecord>> byName =
        experiments.stream()
            .collect(
                Collectors.groupingBy(
                    ExperimentRecord::name, LinkedHashMap::new, Collectors.toList()));
    int each = ExperimentPlan.of(1, facts.quick(), facts.threads()).size();
    Map<Long, Long> counts =
        experiments.stream()
            .collect(
                Collectors.groupingBy(ExperimentRecord::seed, TreeMap::new, Collectors.counting()));
    return new Reproduction(
        SCHEMA,
        Tool.INFO,
        facts,
        seeds,
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() == each)
            .map(Map.Entry::getKey)
            .toList(),
        byName.values().stream().map(Reproduction::network).toList(),
        new Evidence(byName).claims(),
        Judgement.of(experiments, later, registration));
  }

  private static Network network(List<ExperimentRecord> seeds) {
    ExperimentRecord first = seeds.get(0);
    return new Network(
        first.name(),
        first.what(),
        first.dataset(),
        PAPER.get(first.name()),
        new Outcome(
            SeedSummary.of(seeds.stream().map(one -> one.test().accuracy()).toList()),
            first.test().images(),
            seeds.stream().map(ExperimentRecord::seed).toList(),
            first.epochs().isEmpty()
                ? null
                : SeedSummary.of(
                    seeds.stream()
                        .map(one -> one.epochs().get(one.epochs().size() - 1).accuracy())
                        .toList()),
            curve(seeds.stream().map(ExperimentRecord::test).toList()),
            (int) seeds.stream().filter(one -> one.test().falls()).count(),
            (int) seeds.stream().filter(one -> one.test().standardizedFalls()).count()),
        seeds.stream()
            .filter(one -> !one.edits().isEmpty())
            .map(one -> "seed " + one.seed() + ": " + String.join(", ", one.edits()))
            .toList(),
        seeds.stream().map(ExperimentRecord::choice).filter(Objects::nonNull).toList(),
        seeds.stream().map(ExperimentRecord::outputDifference).filter(Objects::nonNull).toList(),
        first.protocol());
  }

  private static List<LayerSummary> curve(List<Measurement> seeds) {
    List<LayerSummary> curve = new ArrayList<>();
    int depth = seeds.stream().mapToInt(one -> one.points().size()).min().orElse(0);
    IntStream.range(0, depth)
        .forEach(
            i -> {
              List<Point> points = seeds.stream().map(one -> one.points().get(i)).toList();
              curve.add(
                  new LayerSummary(
                      points.stream().map(Point::layer).distinct().toList(),
                      SeedSummary.of(points.stream().map(Point::entropy).toList()),
                      SeedSummary.of(points.stream().map(Point::standardized).toList()),
                      SeedSummary.of(points.stream().map(Point::image).toList())));
            });
    return curve;
  }

  /** The network of this name; null if it is not done. */
  public @Nullable Network network(String name) {
    return networks.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
  }
}
