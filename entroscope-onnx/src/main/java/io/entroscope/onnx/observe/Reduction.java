package io.entroscope.onnx.observe;

import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.layer.Layer;
import java.util.List;
import java.util.stream.IntStream;

/** How a layer's tensor becomes one vector of units per image, [B, n]. */
public sealed interface Reduction {
  /** The tensor is [B, n] already. */
  record None() implements Reduction {}

  /**
   * The mean over axes: the spatial axes of [B, n, H, W], or the tokens of [B, T, n].
   *
   * @param axes the axes that are averaged away, ascending; what remains must be [B, n]
   */
  record Mean(List<Integer> axes) implements Reduction {
    public Mean {
      axes = axes.stream().distinct().sorted().toList();
      if (axes.isEmpty() || axes.get(0) < 0) {
        throw new OnnxException("a mean needs the axes to average over, counted from 0");
      }
    }

    /** Whether the axes are those behind [B, n]: 2, 3 and so on. */
    boolean isSpatial() {
      return axes.equals(IntStream.range(2, 2 + axes.size()).boxed().toList());
    }
  }

  /**
   * The mean over the tokens that a mask keeps: Σ x·mask / Σ mask. Padding must be finite too; an
   * example of which no token is kept gives NaN.
   *
   * @param mask a tensor [B, T] of the model, such as attention_mask: 1 for a token, 0 for padding
   * @param tokenAxis where the tokens are: 0 in [T, B, n], 1 in [B, T, n], 2 in [B, n, T]
   */
  record MaskedMean(String mask, int tokenAxis) implements Reduction {
    public MaskedMean {
      if (tokenAxis < 0 || tokenAxis > 2) {
        throw new OnnxException("the axis of the tokens is 0, 1 or 2, not " + tokenAxis);
      }
    }
  }

  /**
   * The mean over as many steps as each example has: Σ x / length. The steps behind must be zero,
   * as recurrent operators leave them. Of [B, T, n].
   *
   * @param lengths a tensor [B] of the model
   */
  record LengthMean(String lengths) implements Reduction {}

  /**
   * Another reduction of the tensor in another form.
   *
   * @param order of its axes; empty to leave them as they are
   * @param shape that it then gets, with one −1 for the size that is free; empty to leave it
   * @param then what is done with it
   */
  record Arranged(List<Integer> order, List<Long> shape, Reduction then) implements Reduction {
    public Arranged {
      order = List.copyOf(order);
      shape = List.copyOf(shape);
    }
  }

  /** What is done in the end, in whichever form. */
  default Reduction last() {
    return this instanceof Arranged arranged ? arranged.then().last() : this;
  }

  /** No reduction, for a tensor [B, n]. */
  static Reduction none() {
    return new None();
  }

  /** The mean over these axes. */
  static Reduction mean(Integer... axes) {
    return new Mean(List.of(axes));
  }

  /** The mean over the tokens of [B, T, n] that the mask keeps. */
  static Reduction maskedMean(String mask) {
    return new MaskedMean(mask, 1);
  }

  /**
   * The reduction that keeps the batch (axis 0) and the units of a layer's tensor and averages over
   * everything else.
   *
   * @param rank the number of dimensions of the tensor, at least 2
   * @throws OnnxException if the rank is below 2
   */
  static Reduction of(Layer layer, int rank) {
    if (rank < 2) {
      throw new OnnxException(
          "layer '" + layer.name() + "' gives a tensor of rank " + rank + ", without a batch axis");
    }
    int units = layer.unitAxis(rank);
    List<Integer> axes = IntStream.range(1, rank).filter(i -> i != units).boxed().toList();
    return axes.isEmpty() ? none() : new Mean(axes);
  }
}
