package io.entroscope.torch.train;

import io.entroscope.torch.Libtorch;
import io.entroscope.torch.graph.HostTensors;
import io.entroscope.torch.train.TrainingOptions.Rule;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The weights of a network while gradients change them, with the optimizer's state. Not safe for
 * use by several threads.
 */
final class Weights implements AutoCloseable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final List<Tensor> weights;
  private final TrainingOptions.Optimizer options;
  private final List<Tensor> first = new ArrayList<>();
  private final List<Tensor> second = new ArrayList<>();

  Weights(List<Tensor> weights, TrainingOptions.Optimizer options) {
    this.weights = List.copyOf(weights);
    this.options = options;
    Libtorch.withoutGradients(
        () -> {
          for (Tensor weight : this.weights) {
            first.add(Libtorch.keep(torch.zeros_like(weight)));
            if (options.rule() != Rule.SGD) {
              second.add(Libtorch.keep(torch.zeros_like(weight)));
            }
          }
          return true;
        });
  }

  /** The weights as a libtorch list. */
  TensorVector vector() {
    return new TensorVector(weights.toArray(new Tensor[0]));
  }

  /**
   * Changes the weights along their gradients.
   *
   * @param gradients one for each weight, undefined where the loss does not depend on it
   * @param rate the learning rate of this step
   * @param step counted from 1
   */
  void step(TensorVector gradients, double rate, long step) {
    Libtorch.withoutGradients(
        () -> {
          for (int i = 0; i < weights.size(); i++) {
            Tensor gradient = gradients.get(i);
            if (gradient.defined()) {
              change(i, gradient, rate, step);
            }
          }
          return true;
        });
  }

  private void change(int index, Tensor gradient, double rate, long step) {
    Tensor weight = weights.get(index);
    double decay = weight.dim() > 1 ? options.weightDecay() : 0;
    if (options.rule() == Rule.ADAMW && decay > 0) {
      weight.mul_(new Scalar(1 - rate * decay));
    }
    Tensor direction =
        options.rule() != Rule.ADAMW && decay > 0
            ? torch.add(gradient, weight, new Scalar(decay))
            : gradient;
    if (options.rule() == Rule.SGD) {
      descend(index, weight, direction, rate);
    } else {
      adapt(index, weight, direction, rate, step);
    }
  }

  private void descend(int index, Tensor weight, Tensor gradient, double rate) {
    if (options.momentum() == 0) {
      weight.add_(gradient, new Scalar(-rate));
      return;
    }
    Tensor velocity = first.get(index);
    velocity.mul_(new Scalar(options.momentum())).add_(gradient);
    weight.add_(gradient, new Scalar(-rate));
    weight.add_(velocity, new Scalar(-rate * options.momentum()));
  }

  private void adapt(int index, Tensor weight, Tensor gradient, double rate, long step) {
    Tensor mean = first.get(index);
    Tensor square = second.get(index);
    mean.mul_(new Scalar(BETA1)).add_(gradient, new Scalar(1 - BETA1));
    square.mul_(new Scalar(BETA2)).addcmul_(gradient, gradient, new Scalar(1 - BETA2));
    double unbias = Math.sqrt(1 - Math.pow(BETA2, (double) step));
    Tensor spread = torch.sqrt(square).div_(new Scalar(unbias)).add_(new Scalar(EPSILON));
    weight.addcdiv_(mean, spread, new Scalar(-rate / (1 - Math.pow(BETA1, (double) step))));
  }

  /** The optimizer's state, one array for each of its tensors. */
  List<float[]> optimizerState() {
    return Libtorch.withoutGradients(
        () -> {
          List<float[]> optimizerState = new ArrayList<>();
          first.forEach(tensor -> optimizerState.add(HostTensors.floats(tensor)));
          second.forEach(tensor -> optimizerState.add(HostTensors.floats(tensor)));
          return optimizerState;
        });
  }

  /** Restores what {@link #optimizerState} returned. */
  void restore(List<float[]> optimizerState) {
    List<Tensor> tensors = new ArrayList<>(first);
    tensors.addAll(second);
    if (optimizerState.size() != tensors.size()) {
      throw new IllegalArgumentException(
          optimizerState.size() + " arrays for " + tensors.size() + " tensors");
    }
    Libtorch.withoutGradients(
        () -> {
          for (int i = 0; i < tensors.size(); i++) {
            Tensor tensor = tensors.get(i);
            tensor.copy_(Tensor.create(optimizerState.get(i), tensor.shape()));
          }
          return true;
        });
  }

  @Override
  public void close() {
    first.forEach(Tensor::close);
    second.forEach(Tensor::close);
  }
}
