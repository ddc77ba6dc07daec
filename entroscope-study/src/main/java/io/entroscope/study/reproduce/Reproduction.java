package io.entroscope.study.reproduce;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.entroscope.core.plan.Tool;
import io.entroscope.result.ToolInfo;
import io.entroscope.study.reproduce.ExperimentRecord.Point;
import io.entroscope.study.reproduce.ExperimentRecord.Sameness;
import io.entroscope.study.reproduce.ExperimentRecord.Seen;
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
 * The study as a whole: what {@code reproduction.json} holds. It is a function of the experiments'
 * records alone.
 *
 * @param schema {@link #SCHEMA}
 * @param tool what made it
 * @param facts what the study is of
 * @param seedsWanted how many seeds were asked for
 * @param seedsComplete the seeds of which every experiment is done
 * @param networks every network, its numbers over the seeds, in the order in which they were made
 * @param claims of the paper, judged
 */
public record Reproduction(
    String schema,
    ToolInfo tool,
    StudyFacts facts,
    int seedsWanted,
    List<Long> seedsComplete,
    List<Network> networks,
    List<Claim> claims) {
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
   * @param subject the data set
   * @param paperAccuracy what the paper reports; null if it has no such network
   * @param outcome what came out, over the seeds
   * @param edits what was done to it, by seed
   * @param choices which layer its curve points at, by seed; empty if that was not asked
   * @param sameness how far its outputs are those of the network it was made from, by seed; empty
   *     if that was not asked
   * @param protocol everything that decides its numbers beside the data, in the words of the first
   *     seed
   */
  public record Network(
      String name,
      String what,
      Subject subject,
      @Nullable Double paperAccuracy,
      @JsonUnwrapped Outcome outcome,
      List<String> edits,
      List<Choice> choices,
      List<Sameness> sameness,
      Map<String, String> protocol) {
    public Network {
      edits = List.copyOf(edits);
      choices = List.copyOf(choices);
      sameness = List.copyOf(sameness);
    }

    /** {@link Outcome#accuracy}. */
    public Spread accuracy() {
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
    public @Nullable Spread trainingAccuracy() {
      return outcome.trainingAccuracy();
    }

    /** {@link Outcome#curve}. */
    public List<Depth> curve() {
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
      Spread accuracy,
      long images,
      List<Long> seeds,
      @Nullable Spread trainingAccuracy,
      List<Depth> curve,
      int falling,
      int standardizedFalling) {
    public Outcome {
      seeds = List.copyOf(seeds);
      curve = List.copyOf(curve);
    }
  }

  /**
   * A place in a curve, over the seeds.
   *
   * @param layers the names that the layer there has
   * @param entropy of the pattern, normalised, the mean over the classes
   * @param standardized the same of standardised activations
   * @param image the mean image entropy, normalised
   */
  public record Depth(List<String> layers, Spread entropy, Spread standardized, Spread image) {
    public Depth {
      layers = List.copyOf(layers);
    }
  }

  /**
   * The study that these experiments make up.
   *
   * @param experiments those that are done, in the order of the programme
   */
  static Reproduction of(StudyFacts facts, int seeds, List<ExperimentRecord> experiments) {
    Map<String, List<ExperimentRecord>> byName =
        experiments.stream()
            .collect(
                Collectors.groupingBy(
                    ExperimentRecord::name, LinkedHashMap::new, Collectors.toList()));
    int each = Programme.of(1, facts.quick(), facts.threads()).size();
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
        new Evidence(byName).claims());
  }

  private static Network network(List<ExperimentRecord> seeds) {
    ExperimentRecord first = seeds.get(0);
    return new Network(
        first.name(),
        first.what(),
        first.subject(),
        PAPER.get(first.name()),
        new Outcome(
            Spread.of(seeds.stream().map(one -> one.test().accuracy()).toList()),
            first.test().images(),
            seeds.stream().map(ExperimentRecord::seed).toList(),
            first.epochs().isEmpty()
                ? null
                : Spread.of(
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
        seeds.stream().map(ExperimentRecord::same).filter(Objects::nonNull).toList(),
        first.protocol());
  }

  private static List<Depth> curve(List<Seen> seeds) {
    List<Depth> curve = new ArrayList<>();
    int depth = seeds.stream().mapToInt(one -> one.points().size()).min().orElse(0);
    IntStream.range(0, depth)
        .forEach(
            i -> {
              List<Point> points = seeds.stream().map(one -> one.points().get(i)).toList();
              curve.add(
                  new Depth(
                      points.stream().map(Point::layer).distinct().toList(),
                      Spread.of(points.stream().map(Point::entropy).toList()),
                      Spread.of(points.stream().map(Point::standardized).toList()),
                      Spread.of(points.stream().map(Point::image).toList())));
            });
    return curve;
  }

  /** A network by its name; null if none is done. */
  @Nullable Network network(String name) {
    return networks.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
  }
}
