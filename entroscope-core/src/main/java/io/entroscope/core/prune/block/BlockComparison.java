package io.entroscope.core.prune.block;

import static io.entroscope.core.prune.block.PrunedNetwork.WHOLE;
import static io.entroscope.core.prune.block.PrunedNetwork.WHOLE_ALIKE;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.entroscope.core.Progress;
import io.entroscope.core.ablate.Agreement;
import io.entroscope.core.ablate.ModelPair;
import io.entroscope.core.ablate.OutputComparison;
import io.entroscope.core.ablate.OutputPlan;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.plan.MeasuredShapes;
import io.entroscope.core.prune.Speed;
import io.entroscope.core.prune.WholeAlike;
import io.entroscope.core.prune.block.BlockPruner.Alike;
import io.entroscope.core.prune.block.BlockPruner.Baseline;
import io.entroscope.core.prune.block.BlockPruner.Pruned;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.cost.Cost;
import io.entroscope.onnx.observe.ExposeTensors;
import io.entroscope.result.ablation.Measured;
import io.entroscope.stats.PooledMean;
import io.entroscope.stats.inference.McNemar;
import io.entroscope.stats.inference.NonInferiority;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network with and without some of its blocks, on test examples that decided nothing.
 *
 * @param done what was done, in words
 * @param examples how many there are
 * @param calibration how many others it was chosen and repaired on
 * @param mcNemar the pruned network beside the whole one; null without labels
 * @param worst the one-sided 95% lower bound of the change of accuracy; null without labels
 * @param alike the whole network repaired as the pruned one was; null where that is the whole one
 *     as it was given, and without labels
 * @param margin the accuracy that may be lost
 * @param networks the whole network, the pruned one, the whole one repaired alike if that is
 *     another, and others with as many blocks out
 * @param speeds the whole network beside the pruned one, for single examples and for batches
 */
public record BlockComparison(
    List<String> done,
    long examples,
    long calibration,
    @Nullable McNemar mcNemar,
    @Nullable Double worst,
    @Nullable WholeAlike alike,
    double margin,
    List<PrunedNetwork> networks,
    List<Speed> speeds) {
  private static final int BATCH = 64;

  public BlockComparison {
    done = List.copyOf(done);
    networks = List.copyOf(networks);
    speeds = List.copyOf(speeds);
  }

  /**
   * Whether it is shown that the pruned network loses less than the margin, beside the whole one
   * repaired alike.
   */
  @JsonProperty("notInferior")
  public boolean isNotInferior() {
    Double bound = alike == null ? worst : Double.valueOf(alike.worst());
    return bound != null && bound > -margin;
  }

  /** The whole network. */
  public PrunedNetwork whole() {
    return networks.get(0);
  }

  /** The pruned network. */
  public PrunedNetwork pruned() {
    return networks.get(1);
  }

  /**
   * Compares.
   *
   * @param plan of the whole network on test examples
   * @param repaired the whole network repaired as the pruned one was, if the repair is not of
   *     blocks alone
   * @param calibration how many others it was chosen and repaired on
   * @param margin the accuracy that may be lost, in (0, 1)
   */
  public static BlockComparison of(
      OutputPlan plan,
      Pruned pruned,
      Optional<Alike> repaired,
      List<Baseline> baselines,
      int calibration,
      double margin) {
    ModelPair whole = new ModelPair(plan);
    Optional<OutputPlan> embeddings = embeddings(plan);
    Optional<ModelPair> vectors = embeddings.map(ModelPair::new);
    OutputComparison change = whole.with(pruned.model(), Progress.NONE);
    List<PrunedNetwork> networks = new ArrayList<>();
    networks.add(
        network(plan, WHOLE, List.of(), withItself(change), Measured.NOTHING, plan.model()));
    Measured moved = moved(embeddings, vectors, pruned.model());
    networks.add(network(plan, "pruned", pruned.out(), change, moved, pruned.model()));
    Optional<Alike> alike = repaired.filter(of -> of.model() != plan.model());
    List<Baseline> others = new ArrayList<>();
    alike.ifPresent(of -> others.add(new Baseline(WHOLE_ALIKE, List.of(), of.model())));
    others.addAll(baselines);
    for (Baseline other : others) {
      OnnxModel model = other.model();
      OutputComparison beside = whole.with(model, Progress.NONE);
      Measured of = moved(embeddings, vectors, model);
      networks.add(network(plan, other.name(), other.out(), beside, of, model));
    }
    List<String> done = new ArrayList<>(pruned.done());
    if (repaired.isPresent() && alike.isEmpty()) {
      done.add("the whole network, repaired alike, stays as it was");
    }
    boolean labelled = change.right().examples() > 0;
    McNemar pairs = change.right().mcNemar();
    return new BlockComparison(
        done,
        change.examples(),
        calibration,
        labelled ? pairs : null,
        labelled ? NonInferiority.lowerBound(pairs, change.right().examples()) : null,
        labelled ? alike.map(of -> alike(plan, of, pruned.model())).orElse(null) : null,
        margin,
        networks,
        speeds(plan, pruned.model()));
  }

  private static WholeAlike alike(OutputPlan plan, Alike whole, OnnxModel pruned) {
    Agreement right = ModelPair.compare(plan.of(whole.model()), pruned, Progress.NONE).right();
    return WholeAlike.of(whole.done(), right.firstRight(), right.mcNemar(), right.examples());
  }

  /** The plan to compare what enters the linear head, if that is one vector for each example. */
  private static Optional<OutputPlan> embeddings(OutputPlan plan) {
    return Heads.find(plan.model(), plan.output())
        .filter(
            head -> {
              long[] shape =
                  MeasuredShapes.of(plan.model(), feed(plan, 1), Set.of(head.input()))
                      .shapes()
                      .getOrDefault(head.input(), new long[0]);
              return shape.length == 2 && shape[1] == head.inputs();
            })
        .map(head -> plan.ofVector(head.input(), head.inputs()));
  }

  /** How far it moves; nothing if another tensor enters the head of the other model. */
  private static Measured moved(
      Optional<OutputPlan> plan, Optional<ModelPair> vectors, OnnxModel model) {
    return plan.filter(of -> model.graph().hasTensor(of.output().tensor()))
        .flatMap(of -> vectors)
        .map(pair -> pair.with(model, Progress.NONE).change().cosine())
        .orElse(Measured.NOTHING);
  }

  /** What a comparison of the first network with itself would have found. */
  private static OutputComparison withItself(OutputComparison of) {
    long right = of.right().firstRight();
    return new OutputComparison(
        of.examples(),
        0,
        new Agreement(right, 0, 0, of.right().examples() - right),
        PooledMean.ZERO,
        PooledMean.ZERO,
        PooledMean.ZERO,
        PooledMean.ZERO,
        PooledMean.ZERO,
        PooledMean.ZERO);
  }

  private static PrunedNetwork network(
      OutputPlan plan,
      String name,
      List<String> out,
      OutputComparison change,
      Measured embedding,
      OnnxModel model) {
    Cost cost = MeasuredShapes.cost(model, feed(plan, 1));
    return new PrunedNetwork(
        name,
        out,
        change.change(),
        embedding,
        cost.parameters(),
        cost.multiplyAdds().isPresent() ? cost.multiplyAdds().getAsLong() : null,
        model.size());
  }

  private static Feed feed(OutputPlan plan, int examples) {
    return plan.input().feed(Math.max(examples, plan.input().fixedBatch()));
  }

  private static List<Speed> speeds(OutputPlan plan, OnnxModel pruned) {
    int fixed = plan.input().fixedBatch();
    List<Speed> speeds = new ArrayList<>();
    Set<String> outputs = Set.of(plan.output().tensor());
    try (OrtEngine first = open(plan, plan.model());
        OrtEngine second = open(plan, pruned)) {
      Feed feed = plan.trimmed((held, inputs) -> held.run(first, inputs, outputs));
      for (int examples : (fixed > 0 ? IntStream.of(fixed) : IntStream.of(1, BATCH)).toArray()) {
        List<ByteBuffer> batch = plan.input().typical(examples);
        Feed of = feed.ofAtMost(examples);
        try (OrtRunner one = new OrtRunner(first, of, Map.of(), outputs);
            OrtRunner two = new OrtRunner(second, of, Map.of(), outputs)) {
          speeds.add(
              Speed.measure(
                  examples, () -> one.run(batch, examples), () -> two.run(batch, examples)));
        }
      }
    }
    return speeds;
  }

  private static OrtEngine open(OutputPlan plan, OnnxModel model) {
    return OrtEngine.open(
        new ExposeTensors(Set.of(plan.output().tensor())).apply(model),
        plan.options().device(),
        Optimization.ALL);
  }
}
