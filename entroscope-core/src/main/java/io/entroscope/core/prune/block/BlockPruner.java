package io.entroscope.core.prune.block;

import io.entroscope.core.PlanException;
import io.entroscope.core.ablate.OutputPlan;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.MeasuredShapes;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.BlockKind;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.KeptNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Takes blocks out of one model: those that are named, so many as are asked for, or as many as a
 * loss allows. All that is chosen is chosen on calibration examples. Closing it frees native
 * memory.
 */
public final class BlockPruner implements AutoCloseable {
  private final OnnxModel model;
  private final List<Block> blocks;
  private final CalibrationRuns runs;
  private final StreamFit stream;
  private final BlockRepairer repairer;
  private final Map<Choice, Attempt> attempts = new HashMap<>();
  private final Map<List<List<Block>>, List<SpanInfluence>> influences = new HashMap<>();

  /**
   * A pruner of one model.
   *
   * @param options how examples become input, and which output counts
   * @param repair what makes up for the blocks
   * @param training trains what is left; used for {@link Repair#FINE_TUNE} alone
   * @throws PlanException if model and data do not fit together
   * @throws io.entroscope.onnx.OnnxException if no output is scores, labels or vectors
   */
  public BlockPruner(
      OnnxModel model,
      Calibration calibration,
      AnalysisOptions options,
      Repair repair,
      UnaryOperator<OnnxModel> training) {
    this.model = model;
    OutputPlan plan = OutputPlan.of(model, calibration.data(), options);
    this.blocks =
        Blocks.find(
            model,
            MeasuredShapes.of(
                    model,
                    plan.input().feed(Math.max(1, plan.input().fixedBatch())),
                    Blocks.wanted(model))
                .shapes());
    this.runs = new CalibrationRuns(plan, calibration);
    this.stream = new StreamFit(runs);
    this.repairer =
        new BlockRepairer(runs, stream, repair, Heads.find(model, plan.output()), training);
  }

  /**
   * Checks, without looking at data, that blocks can be taken out.
   *
   * @param names of what is to go; none: blocks are to be chosen
   * @param kind as for {@link #leastInfluential}
   * @throws PlanException if the model has none to choose from
   * @throws io.entroscope.onnx.OnnxException as {@link #drop}
   */
  public static void requireCandidates(
      OnnxModel model, List<String> names, Optional<BlockKind> kind) {
    List<Block> blocks =
        Blocks.find(model, MeasuredShapes.of(model, Blocks.wanted(model)).shapes());
    if (names.isEmpty()) {
      Chains.of(model, blocks, kind);
    } else {
      Named.of(model, blocks, names);
    }
  }

  /**
   * A model without some of its blocks.
   *
   * @param model the smaller model
   * @param out the names of what was taken out
   * @param done what was done, in words
   * @param notes for the user
   */
  public record Pruned(OnnxModel model, List<String> out, List<String> done, List<String> notes) {
    public Pruned {
      out = List.copyOf(out);
      done = List.copyOf(done);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Takes out what is named: blocks, or fully connected layers outside of blocks.
   *
   * @throws io.entroscope.onnx.OnnxException if a name is unknown (the nearest ones are offered),
   *     one of them cannot be taken out, or two overlap
   */
  public Pruned drop(List<String> names) {
    return finished(repairer.trained(untrained(Named.of(model, blocks, names))), List.of());
  }

  /**
   * Takes out so many blocks. Three choices are tried: of each chain of blocks one span at most,
   * with the least influence on the stream; the blocks with the least influence each alone; and the
   * last ones. The best of them on held-out calibration examples is taken.
   *
   * @param kind the only kind of block that may go; empty: whole layers, or whatever blocks there
   *     are outside of layers
   * @throws PlanException if there are not so many
   */
  public Pruned leastInfluential(int count, Optional<BlockKind> kind) {
    Chains chains = Chains.of(model, blocks, kind);
    chains.require(count);
    return finished(repairer.trained(best(chains, count)), List.of());
  }

  /** The best of the three choices of so many blocks, before any training. */
  private Attempt best(Chains chains, int count) {
    List<SpanInfluence> influences = influences(chains);
    Set<Choice> choices = new LinkedHashSet<>();
    choices.add(chains.leastInfluential(count, influences));
    choices.add(chains.leastInfluentialAlone(count, influences));
    choices.add(chains.last(count));
    attempts.clear();
    Attempt best = null;
    for (Choice choice : choices) {
      Attempt attempt = repairer.untrained(choice);
      attempts.put(choice, attempt);
      best = best == null || attempt.isBetterThan(best) ? attempt : best;
    }
    return Objects.requireNonNull(best);
  }

  /** An attempt at one of the choices tried last, or a new one. */
  private Attempt untrained(Choice choice) {
    Attempt known = attempts.get(choice);
    return known == null ? repairer.untrained(choice) : known;
  }

  /**
   * The names of the whole layers that make the spans of least influence.
   *
   * @throws PlanException if there are not so many
   */
  public List<String> choice(int count) {
    Chains chains = Chains.of(model, blocks, Optional.empty());
    chains.require(count);
    return chains.leastInfluential(count, influences(chains)).names();
  }

  /**
   * The names of the whole layers that {@link #leastInfluential} takes out.
   *
   * @throws PlanException if there are not so many
   */
  public List<String> best(int count) {
    Chains chains = Chains.of(model, blocks, Optional.empty());
    chains.require(count);
    return best(chains, count).choice().names();
  }

  private List<SpanInfluence> influences(Chains chains) {
    return influences.computeIfAbsent(chains.chains(), stream::influences);
  }

  /**
   * The names of as many blocks chosen by chance.
   *
   * @throws PlanException if there are not so many
   */
  public List<String> random(int count, long seed) {
    Chains chains = Chains.of(model, blocks, Optional.empty());
    chains.require(count);
    return chains.random(count, seed).names();
  }

  /**
   * Takes out as many blocks as can go without losing more than a part of the accuracy (of outputs
   * that are vectors, of their cosine) on held-out calibration examples. More and more blocks are
   * taken out, chosen for each number as by {@link #leastInfluential}, until the loss is shown to
   * be larger. Since a network does not get better by losing more, the losses measured are first
   * made to rise with the number by least squares (M. Ayer et al., "An Empirical Distribution
   * Function for Sampling with Incomplete Information", 1955), so that one that is small by chance
   * is not taken for good.
   *
   * @param most the accuracy that may be lost, in (0, 1)
   * @return with nothing out if no block can go
   */
  public Pruned within(double most, Optional<BlockKind> kind) {
    if (!(most > 0 && most < 1)) {
      throw new PlanException(
          "a loss of " + most + "; it is an accuracy that may be lost, between 0 and 1");
    }
    Chains chains = Chains.of(model, blocks, kind);
    List<Attempt> attempts = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int count = 1; count <= chains.size(); count++) {
      Attempt attempt = repairer.trained(best(chains, count));
      attempts.add(attempt);
      notes.add(note(attempt));
      if (isShownWorse(attempt, most)) {
        break;
      }
    }
    double[] losses = Rising.of(attempts.stream().mapToDouble(Attempt::loss).toArray());
    int best = 0;
    for (int count = 1; count <= losses.length; count++) {
      best = losses[count - 1] <= most ? count : best;
    }
    return best == 0
        ? new Pruned(model, List.of(), List.of(), notes)
        : finished(attempts.get(best - 1), notes);
  }

  /** By more than twice the standard error of a share among so many examples. */
  private static boolean isShownWorse(Attempt attempt, double most) {
    double quality = Math.min(1, Math.max(0, attempt.quality()));
    double error = Math.sqrt(quality * (1 - quality) / Math.max(1, attempt.examples()));
    return attempt.loss() > most + 2 * error;
  }

  private String note(Attempt attempt) {
    return String.format(
        Locale.ROOT,
        "without %s: loss %+.4f on %,d calibration examples held out",
        String.join(", ", attempt.choice().names()),
        attempt.loss(),
        attempt.examples());
  }

  private Pruned finished(Attempt attempt, List<String> notes) {
    return new Pruned(
        KeptNames.keep(FoundLayers.of(model), FoundLayers.of(repairer.finished(attempt))),
        attempt.choice().names(),
        repairer.words(attempt),
        notes);
  }

  /**
   * The same number of blocks taken out otherwise and repaired alike, to set beside: the last ones,
   * and some chosen by chance.
   *
   * @param like what was taken out
   * @param draws how many choices by chance
   * @param seed of these
   * @return none where no other blocks can go
   */
  public List<Baseline> baselines(Pruned like, int draws, long seed) {
    List<Block> out = blocks.stream().filter(block -> like.out().contains(block.name())).toList();
    if (out.isEmpty()) {
      return List.of();
    }
    BlockKind kind = out.get(0).kind();
    boolean alike = out.stream().allMatch(block -> block.kind() == kind);
    Chains chains = Chains.of(model, blocks, alike ? Optional.of(kind) : Optional.empty());
    int count = out.size();
    if (count >= chains.size()) {
      return List.of();
    }
    List<Baseline> baselines = new ArrayList<>();
    baselines.add(baseline("the last " + count, chains.last(count)));
    for (int draw = 0; draw < draws; draw++) {
      baselines.add(baseline(count + " at random", chains.random(count, seed + 1 + draw)));
    }
    return baselines;
  }

  private Baseline baseline(String name, Choice choice) {
    return new Baseline(
        name, choice.names(), repairer.finished(repairer.trained(untrained(choice))));
  }

  /**
   * Another choice of as many blocks.
   *
   * @param name how they were chosen
   * @param out the names of the blocks
   * @param model without them, repaired alike
   */
  public record Baseline(String name, List<String> out, OnnxModel model) {
    public Baseline {
      out = List.copyOf(out);
    }
  }

  /**
   * The whole model, repaired as what is left of it is: its head fitted again by the same rule on
   * the same examples, or trained on. What blocks cost is told beside it, since a repair may gain
   * what has nothing to do with them.
   *
   * @return empty if the repair is of blocks alone
   */
  public Optional<Alike> whole() {
    return repairer.whole();
  }

  /**
   * The whole model repaired alike.
   *
   * @param model the model as it was, if nothing was better
   * @param done in words
   */
  public record Alike(OnnxModel model, String done) {}

  /** Whether all names are those of fully connected layers, in a model of which none is a block. */
  public static boolean areLayers(OnnxModel model, List<String> names) {
    return Named.areLayers(model, names);
  }

  @Override
  public void close() {
    runs.close();
  }
}
