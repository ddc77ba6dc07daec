package io.entroscope.core.block;

import io.entroscope.core.ort.Feed;
import io.entroscope.core.plan.MeasuredShapes;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.cost.Cost;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Layers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists the candidates of a model. */
public final class Candidates {
  private final MeasuredShapes shapes;
  private final OptionalLong whole;

  private Candidates(MeasuredShapes shapes, OptionalLong whole) {
    this.shapes = shapes;
    this.whole = whole;
  }

  /**
   * The blocks in order of depth, then the fully connected layers outside of them, except the last
   * layer of the model, which makes the predictions.
   *
   * @throws io.entroscope.core.PlanException if ONNX Runtime cannot load the model
   */
  public static List<Candidate> of(OnnxModel model) {
    List<Layer> layers = layers(model);
    return of(model, layers, MeasuredShapes.of(model, tensors(model, layers)));
  }

  /**
   * The same of a model of which it is known what goes into it, so that its shapes and costs are
   * known too where it leaves open more than the number of examples.
   *
   * @param feed what goes in
   * @throws io.entroscope.core.PlanException if ONNX Runtime cannot load the model
   */
  public static List<Candidate> of(OnnxModel model, Feed feed) {
    List<Layer> layers = layers(model);
    return of(model, layers, MeasuredShapes.of(model, feed, tensors(model, layers)));
  }

  /**
   * The layers whose output is in the model: others are parts of an operator, such as Attention.
   */
  private static List<Layer> layers(OnnxModel model) {
    return Layers.find(model).stream()
        .filter(layer -> model.graph().hasTensor(layer.output()))
        .toList();
  }

  private static Set<String> tensors(OnnxModel model, List<Layer> layers) {
    Set<String> tensors = new LinkedHashSet<>(Blocks.wanted(model));
    layers.forEach(layer -> tensors.add(layer.output()));
    return tensors;
  }

  private static List<Candidate> of(OnnxModel model, List<Layer> layers, MeasuredShapes shapes) {
    List<Block> blocks = Blocks.find(model, shapes.shapes());
    Candidates candidates =
        new Candidates(shapes, Cost.of(model, shapes.shapes(), 1).multiplyAdds());
    Set<String> inside = new HashSet<>();
    blocks.forEach(block -> inside.addAll(block.nodes()));
    List<Candidate> rows = new ArrayList<>();
    blocks.forEach(block -> rows.add(candidates.row(block)));
    layers.stream()
        .filter(layer -> layer.kind() == LayerKind.FULLY_CONNECTED && !layer.last())
        .filter(layer -> !inside.contains(layer.output()))
        .forEach(layer -> rows.add(candidates.row(layer)));
    return rows;
  }

  private Candidate row(Block block) {
    return row(
        block.name(),
        block.kind().label(),
        block.output(),
        block.parameters(),
        block.multiplyAdds(),
        block.refusal(),
        block.input());
  }

  private Candidate row(Layer layer) {
    Optional<String> refusal =
        layer.inputs() == layer.units()
            ? Optional.empty()
            : Optional.of("changes " + layer.inputs() + " to " + layer.units());
    long[] dims = shapes.shapes().get(layer.output());
    long places = dims == null ? -1 : Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    return row(
        layer.name(),
        layer.kind().label(),
        layer.output(),
        layer.parameters(),
        places < 0 ? OptionalLong.empty() : OptionalLong.of(places * layer.inputs()),
        refusal,
        layer.input());
  }

  private Candidate row(
      String name,
      String kind,
      String output,
      long parameters,
      OptionalLong multiplyAdds,
      Optional<String> refusal,
      String input) {
    return new Candidate(
        name,
        kind,
        stream(output),
        parameters,
        perExample(multiplyAdds),
        share(multiplyAdds),
        refusal.isEmpty(),
        refusal.orElse(null),
        input,
        output);
  }

  private List<Long> stream(String tensor) {
    long[] dims = shapes.shapes().get(tensor);
    if (dims == null) {
      return List.of();
    }
    List<Long> sizes = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      sizes.add(axis == 0 ? -1 : dims[axis]);
    }
    return sizes;
  }

  private @Nullable Long perExample(OptionalLong multiplyAdds) {
    return multiplyAdds.isPresent() ? multiplyAdds.getAsLong() / shapes.examples() : null;
  }

  private @Nullable Double share(OptionalLong multiplyAdds) {
    return multiplyAdds.isPresent() && whole.isPresent() && whole.getAsLong() > 0
        ? (double) multiplyAdds.getAsLong() / whole.getAsLong()
        : null;
  }
}
