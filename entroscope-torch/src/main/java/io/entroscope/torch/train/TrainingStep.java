package io.entroscope.torch.train;

import io.entroscope.torch.Libtorch;
import io.entroscope.torch.graph.Run;
import io.entroscope.torch.graph.TorchNetwork;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** One step of training: the cross-entropy of a batch, and an update of the weights. */
final class TrainingStep {
  private static final int MEAN = 1;
  private static final int NO_LABEL_IGNORED = -100;

  private final TorchNetwork network;
  private final Weights weights;
  private final double labelSmoothing;
  private final double longest;

  /** Steps without gradient clipping. */
  TrainingStep(TorchNetwork network, Weights weights, double labelSmoothing) {
    this(network, weights, labelSmoothing, Double.POSITIVE_INFINITY);
  }

  /**
   * Steps with gradients clipped by their norm (R. Pascanu, T. Mikolov, Y. Bengio: "On the
   * difficulty of training recurrent neural networks", 2013).
   *
   * @param longest maximum norm of the gradient over all weights
   */
  TrainingStep(TorchNetwork network, Weights weights, double labelSmoothing, double longest) {
    this.network = network;
    this.weights = weights;
    this.labelSmoothing = labelSmoothing;
    this.longest = longest;
  }

  /**
   * The images of a batch.
   *
   * @param order indices of images
   * @param from index in {@code order} of the batch's first image
   * @param size how many
   * @param epoch which decides their augmentation
   */
  record Batch(int[] order, int from, int size, int epoch) {}

  /**
   * The result of a step.
   *
   * @param loss of the batch, before the step; where it is not finite, or the gradients are not and
   *     it is NaN for that, the weights were left as they are
   * @param correct images whose highest output is their label's
   */
  record Result(double loss, long correct) {}

  /**
   * Takes the step.
   *
   * @param rate the learning rate
   * @param step counted from 1
   */
  Result run(BatchFiller filler, Batch batch, Run run, double rate, long step) {
    return Libtorch.scoped(
        () -> {
          Tensor labels = filler.labels(batch.order(), batch.from(), batch.size());
          Tensor logits =
              network.run(
                  filler.inputs(batch.order(), batch.from(), batch.size(), batch.epoch()), run);
          Tensor loss =
              torch.cross_entropy_loss(
                  logits, labels, new TensorOptional(), MEAN, NO_LABEL_IGNORED, labelSmoothing);
          double value = loss.item_double();
          if (!Double.isFinite(value)) {
            return new Result(value, 0);
          }
          TensorVector gradients =
              torch.grad(
                  new TensorVector(loss),
                  weights.vector(),
                  new TensorVector(),
                  new BoolOptional(),
                  false,
                  true);
          if (!shortened(gradients)) {
            return new Result(Double.NaN, 0);
          }
          weights.step(gradients, rate, step);
          return new Result(value, Evaluation.correct(logits, labels));
        });
  }

  /** Clips gradients to the maximum norm; false if they are not finite. */
  private boolean shortened(TensorVector gradients) {
    if (Double.isInfinite(longest)) {
      return true;
    }
    double squares = 0;
    for (long i = 0; i < gradients.size(); i++) {
      Tensor gradient = gradients.get(i);
      if (gradient.defined()) {
        double norm = gradient.norm().item_double();
        squares += norm * norm;
      }
    }
    double norm = Math.sqrt(squares);
    if (norm > longest) {
      for (long i = 0; i < gradients.size(); i++) {
        Tensor gradient = gradients.get(i);
        if (gradient.defined()) {
          gradient.mul_(new Scalar(longest / norm));
        }
      }
    }
    return Double.isFinite(norm);
  }
}
