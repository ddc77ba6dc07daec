package io.entroscope.core.plan;

import io.entroscope.core.plan.Probe.Observed;
import io.entroscope.onnx.observe.Reduction;
import io.entroscope.onnx.observe.Reduction.Arranged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A tensor in a form in which the examples have an axis before that of the units.
 *
 * @param shape in that form
 * @param images the axis of the examples
 * @param units the axis of the units
 * @param arranging puts the way to that form before a reduction
 */
record Arrangement(List<Long> shape, int images, int units, UnaryOperator<Reduction> arranging) {
  private static final long FREE = -1;

  /**
   * An axis that examples share with their parts, as windows are.
   *
   * @param axis of both
   * @param parts of each example
   * @param examplesFirst whether the parts of an example lie together
   */
  record SharedAxis(int axis, long parts, boolean examplesFirst) {}

  /** A tensor that has both axes. */
  static Arrangement of(List<Long> shape, int images, int units) {
    if (images < units) {
      return new Arrangement(shape, images, units, UnaryOperator.identity());
    }
    List<Integer> order = new ArrayList<>(List.of(images));
    IntStream.range(0, shape.size()).filter(axis -> axis != images).forEach(order::add);
    return new Arrangement(
        order.stream().map(shape::get).toList(),
        0,
        units + 1,
        then -> new Arranged(order, List.of(), then));
  }

  /** A tensor of one example, whose axis it lacks. */
  static Arrangement ofOneExample(List<Long> shape, int units) {
    List<Long> to = new ArrayList<>(List.of(1L));
    to.addAll(shape);
    return new Arrangement(to, 0, units + 1, then -> new Arranged(List.of(), to, then));
  }

  /** A tensor in which an axis holds several parts of each example. */
  static Arrangement split(List<Long> shape, SharedAxis shared, int units) {
    List<Long> sizes = new ArrayList<>(shape);
    List<Long> form = new ArrayList<>(shape);
    long examples = shape.get(shared.axis()) / shared.parts();
    sizes.set(shared.axis(), shared.examplesFirst() ? examples : shared.parts());
    sizes.add(shared.axis() + 1, shared.examplesFirst() ? shared.parts() : examples);
    form.set(shared.axis(), shared.examplesFirst() ? FREE : shared.parts());
    form.add(shared.axis() + 1, shared.examplesFirst() ? shared.parts() : FREE);
    int images = shared.axis() + (shared.examplesFirst() ? 0 : 1);
    Arrangement both = of(sizes, images, units < shared.axis() ? units : units + 1);
    return new Arrangement(
        both.shape,
        both.images,
        both.units,
        then -> new Arranged(List.of(), form, both.arranging.apply(then)));
  }

  /** The states [T, D, N, H] (examples 2) or [N, T, D, H] (0) as [N, T, D·H]. */
  static Arrangement ofSteps(List<Long> shape, int examples) {
    List<Integer> order = examples == 0 ? List.of() : List.of(2, 0, 1, 3);
    long steps = shape.get(examples == 0 ? 1 : 0);
    long units = shape.get(examples == 0 ? 2 : 1) * shape.get(3);
    return new Arrangement(
        List.of(shape.get(examples), steps, units),
        0,
        2,
        then -> new Arranged(order, List.of(FREE, steps, units), then));
  }

  /** The states [D, N, H] (examples 1) or [N, D, H] (0) as [N, D·H]. */
  static Arrangement ofLast(List<Long> shape, int examples) {
    List<Integer> order = examples == 0 ? List.of() : List.of(1, 0, 2);
    long units = shape.get(1 - examples) * shape.get(2);
    return new Arrangement(
        List.of(shape.get(examples), units),
        0,
        1,
        then -> new Arranged(order, List.of(FREE, units), then));
  }

  /**
   * What is observed of it: the mean over all but examples and units.
   *
   * @param mask which tokens count, if something says so
   * @param lengths the tensor that says how many steps of each example count, if one does
   */
  Observed reduced(Optional<TokenMask> mask, Optional<String> lengths) {
    Integer[] pooled =
        IntStream.range(0, shape.size())
            .filter(axis -> axis != images && axis != units)
            .boxed()
            .toArray(Integer[]::new);
    List<Long> free = new ArrayList<>(shape);
    free.set(images, FREE);
    Reduction all = pooled.length == 0 ? Reduction.none() : Reduction.mean(pooled);
    Reduction counted =
        lengths
            .<Reduction>map(Reduction.LengthMean::new)
            .or(() -> mask.flatMap(of -> of.mean(shape, images, units)))
            .orElse(all);
    return new Observed(free, arranging.apply(counted));
  }
}
