package io.entroscope.core.prune.block;

import io.entroscope.core.PlanException;
import io.entroscope.core.ablate.OutputComparison;
import io.entroscope.core.prune.EditedModel;
import io.entroscope.core.prune.block.BlockPruner.Alike;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Bypass;
import io.entroscope.onnx.block.BypassBlock;
import io.entroscope.onnx.block.Spans;
import io.entroscope.onnx.layer.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Takes blocks out of one model and makes up for them. Where a block is closed by a normalisation
 * or an activation, both ways are tried, with and without it, and the better on held-out examples
 * is taken.
 */
final class BlockRepairer {
  private final OnnxModel whole;
  private final CalibrationRuns runs;
  private final StreamFit stream;
  private final HeadRuns heads;
  private final Repair repair;
  private final Optional<Layer> head;
  private final UnaryOperator<OnnxModel> training;

  /**
   * A repairer of one model.
   *
   * @param head the linear head, if the model has one
   * @param training trains what is left, for {@link Repair#FINE_TUNE}
   */
  BlockRepairer(
      CalibrationRuns runs,
      StreamFit stream,
      Repair repair,
      Optional<Layer> head,
      UnaryOperator<OnnxModel> training) {
    this.whole = runs.whole();
    this.runs = runs;
    this.stream = stream;
    this.heads = new HeadRuns(runs);
    this.repair = repair;
    this.head = head;
    this.training = training;
  }

  /**
   * The best way to take blocks out, as far as examples that nothing was fitted on show, before any
   * training.
   */
  Attempt untrained(Choice choice) {
    List<Block> spans = choice.spans().stream().map(Spans::join).toList();
    Attempt best = null;
    for (Map<Block, Bypass> ways : ways(spans)) {
      Attempt attempt = tried(choice, ways);
      best = best == null || attempt.isBetterThan(best) ? attempt : best;
    }
    return Objects.requireNonNull(best);
  }

  /** The same after training, if that is the repair. */
  Attempt trained(Attempt found) {
    if (repair != Repair.FINE_TUNE) {
      return found;
    }
    OnnxModel trained = training.apply(found.tried());
    return new Attempt(
        found.choice(),
        found.ways(),
        Map.of(),
        HeadFit.Target.OLD,
        trained,
        runs.heldOut(trained),
        Optional.empty());
  }

  /** All spans without what closes them where that is possible, or all with it. */
  private Set<Map<Block, Bypass>> ways(List<Block> spans) {
    spans.forEach(this::requireFit);
    Set<Map<Block, Bypass>> all = new LinkedHashSet<>();
    for (Bypass wanted : Bypass.values()) {
      Map<Block, Bypass> ways = new LinkedHashMap<>();
      for (Block span : spans) {
        boolean possible =
            span.bypasses().contains(wanted)
                && (repair != Repair.LINEAR || wanted == Bypass.OUTPUT || span.sum().isPresent());
        Bypass other = wanted == Bypass.OUTPUT ? Bypass.SUM : Bypass.OUTPUT;
        ways.put(span, possible ? wanted : other);
      }
      all.add(ways);
    }
    return all;
  }

  /** Refuses a map of a sum that is inside of a node which gives it normalised alone. */
  private void requireFit(Block span) {
    boolean hidden = span.sum().isEmpty() && !span.bypasses().contains(Bypass.OUTPUT);
    if (repair == Repair.LINEAR && hidden) {
      throw new PlanException(
          "the sum of block '"
              + span.name()
              + "' is never given without its normalisation, so no map can be fitted in its place;"
              + " take it out without repair");
    }
  }

  private Attempt tried(Choice choice, Map<Block, Bypass> ways) {
    if (repair != Repair.LINEAR) {
      OnnxModel bypassed = dropped(new BypassBlock(ways).apply(whole), choice);
      return new Attempt(
          choice,
          ways,
          Map.of(),
          HeadFit.Target.OLD,
          bypassed,
          runs.heldOut(bypassed),
          Optional.empty());
    }
    OnnxModel left = whole;
    Map<Block, SpanMap> maps = new LinkedHashMap<>();
    for (Map.Entry<Block, Bypass> entry : ways.entrySet()) {
      SpanMap map = stream.map(left, entry.getKey(), entry.getValue());
      maps.put(entry.getKey(), map);
      left = BypassBlock.by(map.tried(), entry.getKey(), entry.getValue()).apply(left);
    }
    left = dropped(left, choice);
    HeadFit.Target target = HeadFit.Target.OLD;
    Optional<HeadFit.Judged> judged = Optional.empty();
    if (head.isPresent()) {
      HeadFit fit = heads.fit(left, head.get());
      target = fit.best();
      judged = fit.judged();
      left = fit.tried(left, target);
    }
    OutputComparison heldOut = judged.isPresent() ? OutputComparison.NONE : runs.heldOut(left);
    return new Attempt(choice, ways, maps, target, left, heldOut, judged);
  }

  private static OnnxModel dropped(OnnxModel model, Choice choice) {
    return choice.layers().isEmpty() ? model : EditedModel.drop(model, choice.layers()).model();
  }

  /** The whole model repaired alike; empty if the repair is of blocks alone. */
  Optional<Alike> whole() {
    if (repair == Repair.FINE_TUNE) {
      return Optional.of(new Alike(training.apply(whole), "trained on"));
    }
    if (repair != Repair.LINEAR || head.isEmpty()) {
      return Optional.empty();
    }
    HeadFit fit = heads.fit(whole, head.get());
    return Optional.of(new Alike(fit.fitted(whole, fit.best()), fit.best().words()));
  }

  /** The same removal with all examples fitted on. */
  OnnxModel finished(Attempt attempt) {
    if (attempt.maps().isEmpty() && attempt.head() == HeadFit.Target.OLD) {
      return attempt.tried();
    }
    OnnxModel left = whole;
    for (List<Block> blocks : attempt.choice().spans()) {
      Block span = Spans.join(blocks);
      Bypass way = Objects.requireNonNull(attempt.ways().get(span));
      SpanMap map = attempt.maps().get(span);
      left =
          map == null
              ? new BypassBlock(span, way).apply(left)
              : BypassBlock.by(map.whole(), span, way).apply(left);
    }
    left = dropped(left, attempt.choice());
    return attempt.head() == HeadFit.Target.OLD
        ? left
        : heads.fit(left, head.orElseThrow()).fitted(left, attempt.head());
  }

  /** What was done, in words. */
  List<String> words(Attempt attempt) {
    List<String> words = new ArrayList<>();
    for (List<Block> blocks : attempt.choice().spans()) {
      Block span = Spans.join(blocks);
      SpanMap map = attempt.maps().get(span);
      boolean both = span.bypasses().size() > 1;
      String closing =
          !both
              ? ""
              : attempt.ways().get(span) == Bypass.SUM
                  ? ", what closes it kept"
                  : ", without what closes it";
      words.add(
          map == null
              ? span.name() + " bypassed" + closing
              : String.format(
                  Locale.ROOT,
                  "%s replaced by one affine map (explains %.1f%% of the variance held out)%s",
                  span.name(),
                  100 * map.r2(),
                  closing));
    }
    if (!attempt.choice().layers().isEmpty()) {
      words.addAll(EditedModel.drop(whole, attempt.choice().layers()).done());
    }
    if (repair == Repair.LINEAR && head.isPresent()) {
      words.add(attempt.head().words());
    }
    return words;
  }
}
