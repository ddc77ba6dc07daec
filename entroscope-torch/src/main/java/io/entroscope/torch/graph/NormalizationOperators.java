package io.entroscope.torch.graph;

import static io.entroscope.torch.graph.ActivationOperators.optional;
import static io.entroscope.torch.graph.ElementwiseOperators.at;

import io.entroscope.torch.TorchException;
import java.util.Arrays;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Normalisation and dropout: the operators that behave differently in training. */
final class NormalizationOperators {
  private NormalizationOperators() {}

  static void register(Operators.Registry to) {
    to.add("BatchNormalization", NormalizationOperators::batch, 1, 2).buffers(3, 4);
    to.add("LayerNormalization", NormalizationOperators::layer, 1, 2);
    to.add("InstanceNormalization", NormalizationOperators::instance, 1, 2);
    to.add("GroupNormalization", NormalizationOperators::group, 1, 2);
    to.add("LRN", NormalizationOperators::localResponse);
    to.add("Dropout", NormalizationOperators::dropout);
  }

  /**
   * In training the batch's own statistics normalise, and the running ones follow them: {@code
   * running · momentum + batch · (1 − momentum)}, the variance being the population's, as ONNX
   * defines it. A node written in inference form is trained in place: its running statistics are
   * the model's. Fine-tuning leaves them as they are.
   */
  private static Kernel batch(Node node) {
    double epsilon = node.real("epsilon", 1e-5);
    double momentum = node.real("momentum", 0.9);
    boolean writtenForTraining = node.flag("training_mode", false);
    if (!node.flag("spatial", true)) {
      throw node.refuse("spatial=0 is not supported");
    }
    node.requireOutputsAtMost(3);
    requireModern(node);
    return (in, run) -> {
      if (!(run.training() ? run.statisticsFollow() : writtenForTraining)) {
        return new Tensor[] {normalized(in, epsilon)};
      }
      Tensor x = at(in, 0);
      Tensor batchMean = torch.zeros_like(at(in, 3));
      Tensor batchVariance = torch.zeros_like(at(in, 4));
      Tensor y =
          torch.batch_norm(
              x,
              optional(in, 1),
              optional(in, 2),
              new TensorOptional(batchMean),
              new TensorOptional(batchVariance),
              true,
              1.0,
              epsilon,
              false);
      double count = (double) x.numel() / x.size(1);
      batchVariance = torch.mul(batchVariance, new Scalar((count - 1) / count));
      Tensor mean = follow(at(in, 3), batchMean, momentum);
      Tensor variance = follow(at(in, 4), batchVariance, momentum);
      if (run.statisticsFollow()) {
        NoGradGuard guard = new NoGradGuard();
        at(in, 3).copy_(mean);
        at(in, 4).copy_(variance);
        guard.close();
      }
      return new Tensor[] {y, mean, variance};
    };
  }

  /** Before operator set 7 these were for training unless an attribute said otherwise. */
  private static void requireModern(Node node) {
    if (node.opset() < 7) {
      throw node.refuse(
          "operator sets before 7 are not supported; export the model for a newer one");
    }
  }

  private static Tensor follow(Tensor running, Tensor batch, double momentum) {
    return torch.add(
        torch.mul(running, new Scalar(momentum)), torch.mul(batch, new Scalar(1 - momentum)));
  }

  private static Tensor normalized(@Nullable Tensor[] in, double epsilon) {
    return torch.batch_norm(
        at(in, 0),
        optional(in, 1),
        optional(in, 2),
        optional(in, 3),
        optional(in, 4),
        false,
        0.0,
        epsilon,
        false);
  }

  private static Kernel layer(Node node) {
    long axis = node.integer("axis", -1);
    double epsilon = node.real("epsilon", 1e-5);
    node.integer("stash_type", 1);
    boolean alone = !node.hasOutput(1) && !node.hasOutput(2);
    return (in, run) -> {
      Tensor x = at(in, 0);
      int from = Shapes.axis(axis, (int) x.dim());
      long[] normalized = Arrays.copyOfRange(x.shape(), from, (int) x.dim());
      if (alone && Arrays.equals(normalized, at(in, 1).shape())) {
        return new Tensor[] {
          torch.layer_norm(x, normalized, optional(in, 1), optional(in, 2), epsilon, false)
        };
      }
      long[] axes = Shapes.range(from, (int) x.dim());
      Tensor mean = torch.mean(x, axes, true, new ScalarTypeOptional());
      Tensor centred = torch.sub(x, mean);
      Tensor variance =
          torch.mean(torch.mul(centred, centred), axes, true, new ScalarTypeOptional());
      Tensor inverse = torch.rsqrt(torch.add(variance, new Scalar(epsilon)));
      Tensor y = torch.mul(torch.mul(centred, inverse), at(in, 1));
      Tensor bias = in.length > 2 ? in[2] : null;
      return new Tensor[] {bias == null ? y : torch.add(y, bias), mean, inverse};
    };
  }

  private static Kernel instance(Node node) {
    double epsilon = node.real("epsilon", 1e-5);
    return Kernel.single(
        in ->
            torch.instance_norm(
                at(in, 0),
                optional(in, 1),
                optional(in, 2),
                new TensorOptional(),
                new TensorOptional(),
                true,
                0.0,
                epsilon,
                false));
  }

  /** Before operator set 21 scale and bias are per group, then per channel. */
  private static Kernel group(Node node) {
    long groups = node.integer("num_groups", 1);
    double epsilon = node.real("epsilon", 1e-5);
    boolean perGroup = node.opset() < 21;
    node.integer("stash_type", 1);
    return Kernel.single(
        in -> {
          Tensor x = at(in, 0);
          Tensor y =
              torch.group_norm(
                  x, groups, new TensorOptional(), new TensorOptional(), epsilon, false);
          long[] shape = Shapes.filled((int) x.dim(), 1);
          shape[1] = x.size(1);
          long repeat = perGroup ? x.size(1) / groups : 1;
          Tensor scale = perChannel(at(in, 1), repeat).reshape(shape);
          Tensor bias = perChannel(at(in, 2), repeat).reshape(shape);
          return torch.add(torch.mul(y, scale), bias);
        });
  }

  private static Tensor perChannel(Tensor values, long repeat) {
    return values.unsqueeze(1).expand(values.numel(), repeat).reshape(-1);
  }

  /** {@code x / (bias + alpha / size · sum of squares over neighbouring channels)^beta}. */
  private static Kernel localResponse(Node node) {
    double alpha = node.real("alpha", 0.0001);
    double beta = node.real("beta", 0.75);
    double bias = node.real("bias", 1.0);
    long size = node.integer("size", 1);
    return Kernel.single(
        in -> {
          Tensor x = at(in, 0);
          long[] dims = x.shape();
          Tensor squares = torch.mul(x, x).reshape(dims[0], 1, dims[1], -1);
          long before = (size - 1) / 2;
          Tensor padded =
              torch.constant_pad_nd(squares, new long[] {0, 0, before, size - 1 - before});
          Tensor mean =
              torch.avg_pool2d(
                  padded,
                  new long[] {size, 1},
                  new long[] {1, 1},
                  new long[2],
                  false,
                  true,
                  new LongOptional());
          Tensor scale =
              torch.add(torch.mul(mean.reshape(dims), new Scalar(alpha)), new Scalar(bias));
          return torch.div(x, torch.pow(scale, new Scalar(beta)));
        });
  }

  /**
   * Values are dropped in training, and where a node is itself in training mode; the remaining ones
   * are scaled by {@code 1 / (1 − ratio)}.
   */
  private static Kernel dropout(Node node) {
    boolean attribute = node.opset() < 12;
    double given = attribute ? node.real("ratio", 0.5) : 0.5;
    node.integer("seed", 0);
    boolean wantsMask = node.hasOutput(1);
    requireModern(node);
    return (in, run) -> {
      Tensor x = at(in, 0);
      Tensor ratioInput = in.length > 1 ? in[1] : null;
      Tensor flag = in.length > 2 ? in[2] : null;
      boolean active = run.training() || (flag != null && HostTensors.longs(flag)[0] != 0);
      double ratio = ratioInput == null ? given : HostTensors.doubles(ratioInput)[0];
      if (!(ratio >= 0 && ratio < 1)) {
        throw new TorchException(
            node.describe() + ": its ratio is " + ratio + " and must be from 0 to below 1");
      }
      if (!active || ratio == 0) {
        return wantsMask
            ? new Tensor[] {x, torch.ones(x.shape(), new TensorOptions(ScalarType.Bool))}
            : new Tensor[] {x};
      }
      GeneratorOptional generator = run.generator(node.position());
      Tensor kept =
          torch
              .empty(x.shape(), new TensorOptions(x.scalar_type()), new MemoryFormatOptional())
              .bernoulli_(1 - ratio, generator);
      Tensor y = torch.mul(x, torch.mul(kept, new Scalar(1 / (1 - ratio))));
      return new Tensor[] {y, kept.to(ScalarType.Bool)};
    };
  }
}
