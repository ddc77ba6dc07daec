package io.entroscope.study.judge;

import io.entroscope.advice.Trial;
import io.entroscope.advice.block.SetTrial;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.ablate.ModelPair;
import io.entroscope.core.ablate.OutputComparison;
import io.entroscope.core.prune.block.BlockPruner;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.setting.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Makes the trials of one network with one repair. What was measured once is not again. */
final class BlockTrialRun {
  private final List<Block> blocks;
  private final BlockPruner pruner;
  private final ModelPair whole;
  private final Function<List<Block>, OnnxModel> left;
  private final Consumer<String> notes;
  private final Map<List<String>, Accuracies> done = new HashMap<>();

  /** Accuracies of the whole network and of what was left, on the same examples. */
  private record Accuracies(double whole, double without, long examples) {}

  /**
   * A run.
   *
   * @param blocks that can be taken out, in order of depth
   * @param pruner chooses among them
   * @param whole the network that the others are set beside
   * @param left what is left without some blocks, repaired
   * @param notes receives a line on what is being done
   */
  BlockTrialRun(
      List<Block> blocks,
      BlockPruner pruner,
      ModelPair whole,
      Function<List<Block>, OnnxModel> left,
      Consumer<String> notes) {
    this.blocks = blocks;
    this.pruner = pruner;
    this.whole = whole;
    this.left = left;
    this.notes = notes;
  }

  /** Whether a block is a whole one or half of one. */
  static String level(Block block, List<Block> blocks) {
    boolean halves = blocks.stream().anyMatch(other -> !other.isElementary());
    return halves && block.isElementary() ? Trial.HALF : Trial.BLOCK;
  }

  /** Takes for known what was measured of the same network before. */
  void know(BlockTrials trials) {
    trials
        .singles()
        .forEach(
            of ->
                done.put(
                    List.of(of.layer()),
                    new Accuracies(of.accuracyWhole(), of.accuracyWithout(), of.images())));
    trials
        .sets()
        .forEach(
            of ->
                done.put(
                    of.out(),
                    new Accuracies(of.accuracyWhole(), of.accuracyWithout(), of.examples())));
  }

  /**
   * The trials of single blocks.
   *
   * @param scores what indicators say of each block, by its name
   * @param halves of half-blocks, too
   * @param epochs of training, of the whole network and of what was left alike
   */
  List<Trial> singles(
      BlockTrials of, Map<String, Map<String, Double>> scores, boolean halves, int epochs) {
    List<Trial> trials = new ArrayList<>();
    for (Block block : blocks) {
      String level = level(block, blocks);
      if (halves || level.equals(Trial.BLOCK)) {
        Accuracies change = without(of.network(), List.of(block.name()));
        trials.add(
            new Trial(
                of.network(),
                of.sha256(),
                block.name(),
                1,
                epochs,
                change.whole(),
                change.without(),
                change.examples(),
                scores.getOrDefault(block.name(), Map.of()),
                level));
      }
    }
    return trials;
  }

  /**
   * The trial of several blocks at once.
   *
   * @param of the trials so far, with those of all whole blocks
   */
  SetTrial set(BlockTrials of, SetPlan.Wanted wanted) {
    List<Trial> candidates =
        of.singles().stream().filter(trial -> Trial.BLOCK.equals(trial.level())).toList();
    List<String> out = chosen(candidates, wanted);
    Accuracies change = without(of.network(), out);
    return new SetTrial(
        of.network(),
        of.sha256(),
        wanted.share(),
        candidates.size(),
        wanted.choice(),
        out,
        change.whole(),
        change.without(),
        change.examples());
  }

  private List<String> chosen(List<Trial> candidates, SetPlan.Wanted wanted) {
    return switch (wanted.choice()) {
      case SetTrial.PRUNE -> pruner.best(wanted.count());
      case SetTrial.SPAN -> pruner.choice(wanted.count());
      case SetTrial.RANDOM -> pruner.random(wanted.count(), wanted.draw());
      default -> highest(candidates, wanted.choice(), wanted.count());
    };
  }

  private static List<String> highest(List<Trial> candidates, String indicator, int count) {
    return candidates.stream()
        .sorted(
            Comparator.comparingDouble(
                trial -> -trial.scores().getOrDefault(indicator, Double.NEGATIVE_INFINITY)))
        .limit(count)
        .sorted(Comparator.comparingInt(candidates::indexOf))
        .map(Trial::layer)
        .toList();
  }

  private Accuracies without(String network, List<String> names) {
    Accuracies known = done.get(names);
    if (known != null) {
      return known;
    }
    notes.accept(network + ": without " + String.join(", ", names));
    List<Block> out = blocks.stream().filter(block -> names.contains(block.name())).toList();
    OutputComparison change = whole.with(left.apply(out), Progress.NONE);
    Accuracies found =
        new Accuracies(
            change.firstAccuracy().get(), change.secondAccuracy().get(), change.examples());
    requireLikeOthers(network, found);
    done.put(names, found);
    return found;
  }

  private void requireLikeOthers(String network, Accuracies found) {
    boolean other =
        done.values().stream()
            .anyMatch(of -> of.whole() != found.whole() || of.examples() != found.examples());
    if (other) {
      throw new PlanException(
          "the trials of "
              + network
              + " were made with other examples or options; give the same again, or another "
              + Setting.OUT);
    }
  }
}
