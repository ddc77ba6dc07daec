package io.entroscope.core.ablate;

import io.entroscope.core.PlanException;
import io.entroscope.core.block.Candidate;
import io.entroscope.core.block.Candidates;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.block.Bypass;
import io.entroscope.onnx.edit.DropLayer;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.result.ablation.Kept;
import io.entroscope.setting.Listing;
import io.entroscope.setting.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The candidates of a model, those that can be taken out and those that have to stay.
 *
 * @param all those that can, in order of depth
 * @param kept the others, with the reasons
 */
record Removables(List<Removable> all, List<Kept> kept) {
  Removables {
    all = List.copyOf(all);
    kept = List.copyOf(kept);
  }

  /**
   * Finds them.
   *
   * @param kinds of candidates that are wanted; none: all
   * @param bypass how blocks are taken out that can be in either way
   * @throws PlanException if there is nothing that can be taken out, or no candidate of a kind
   */
  static Removables of(OutputPlan plan, List<String> kinds, Bypass bypass) {
    OnnxModel model = plan.model();
    List<Candidate> candidates = Candidates.of(model, plan.input().feed(1));
    requireKinds(kinds, candidates);
    Map<String, Block> blocks = new HashMap<>();
    Blocks.find(model).forEach(block -> blocks.put(block.output() + "\n" + block.input(), block));
    FoundLayers layers = FoundLayers.of(model);
    List<Removable> all = new ArrayList<>();
    List<Kept> kept = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      int depth = i + 1;
      if (!kinds.isEmpty() && !kinds.contains(candidate.kind())) {
        continue;
      }
      if (candidate.reason() != null) {
        kept.add(new Kept(depth, candidate.name(), candidate.kind(), candidate.reason()));
        continue;
      }
      Block block = blocks.get(candidate.output() + "\n" + candidate.input());
      if (block != null) {
        all.add(of(model, depth, candidate, block, bypass));
      } else {
        Layer layer = layer(layers, candidate);
        Optional<String> refusal = refusal(layers, layer);
        if (refusal.isPresent()) {
          kept.add(new Kept(depth, candidate.name(), candidate.kind(), refusal.get()));
        } else {
          all.add(of(depth, candidate));
        }
      }
    }
    if (all.isEmpty()) {
      throw nothing(candidates, kept);
    }
    return new Removables(all, kept);
  }

  private static void requireKinds(List<String> kinds, List<Candidate> candidates) {
    Set<String> there =
        candidates.stream().map(Candidate::kind).collect(Collectors.toCollection(TreeSet::new));
    for (String kind : kinds) {
      if (!there.contains(kind)) {
        throw new PlanException(
            "the model has no candidates of kind '"
                + kind
                + "'; it has "
                + (there.isEmpty() ? "none at all" : String.join(", ", there)));
      }
    }
  }

  private static PlanException nothing(List<Candidate> candidates, List<Kept> kept) {
    if (candidates.isEmpty()) {
      return new PlanException(
          "the model has no residual blocks, and no fully connected layer before its last layer, so"
              + " there is nothing to take out; "
              + Listing.LAYERS
              + " lists its layers");
    }
    return new PlanException(
        "none of the model's "
            + candidates.size()
            + " candidates can be taken out: "
            + kept.get(0).name()
            + " "
            + kept.get(0).reason()
            + consequence(candidates)
            + "; "
            + Listing.BLOCKS
            + " lists all with the reasons");
  }

  /** What to do about layers that change the width. */
  private static String consequence(List<Candidate> candidates) {
    return candidates.stream().allMatch(of -> of.kind().equals(LayerKind.FULLY_CONNECTED.label()))
        ? ", so what follows cannot take its input instead; pruning folds such a layer into the"
            + " next, see "
            + Setting.DROP
        : "";
  }

  private static Removable of(
      OnnxModel model, int depth, Candidate candidate, Block block, Bypass bypass) {
    NodeProto sum = model.graph().producer(block.sumNode()).orElseThrow();
    boolean fused = sum.getOpType().startsWith("Skip");
    Set<String> sums = new TreeSet<>();
    if (fused) {
      sum.getOutputList().stream().filter(name -> !name.isEmpty()).forEach(sums::add);
      sums.removeIf(
          name -> model.graph().consumers(name).isEmpty() && !name.equals(block.output()));
    }
    return new Removable(
        depth,
        candidate,
        Optional.of(block),
        block.bypasses().contains(bypass) ? bypass : block.bypasses().iterator().next(),
        Set.copyOf(block.nodes()),
        block.skip(),
        sums);
  }

  private static Removable of(int depth, Candidate layer) {
    return new Removable(
        depth,
        layer,
        Optional.empty(),
        Bypass.OUTPUT,
        Set.of(layer.output()),
        layer.input(),
        Set.of());
  }

  private static Layer layer(FoundLayers layers, Candidate candidate) {
    return layers.layers().stream()
        .filter(layer -> layer.name().equals(candidate.name()))
        .findFirst()
        .orElseThrow();
  }

  /** Why a layer cannot be dropped; empty if it can. */
  private static Optional<String> refusal(FoundLayers layers, Layer layer) {
    try {
      new DropLayer(layer).apply(layers);
      return Optional.empty();
    } catch (OnnxException e) {
      String message = String.valueOf(e.getMessage());
      return Optional.of(message.substring(message.indexOf(": ") + 2));
    }
  }
}
