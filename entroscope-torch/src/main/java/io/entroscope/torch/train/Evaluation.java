package io.entroscope.torch.train;

import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.torch.Libtorch;
import io.entroscope.torch.graph.HostTensors;
import io.entroscope.torch.graph.Run;
import io.entroscope.torch.graph.TorchNetwork;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A network evaluated on some images.
 *
 * @param images number of images
 * @param accuracy the share of them whose highest output is their label's
 * @param loss the mean cross-entropy, in nats
 */
public record Evaluation(int images, double accuracy, double loss) {
  private static final int BATCH = 500;

  /** Runs a network in inference mode on all of these images. */
  public static Evaluation of(
      TorchNetwork network, LabelledImages images, InputShape input, Preprocessing preprocessing) {
    BatchFiller filler = new BatchFiller(images, input, preprocessing);
    int[] order = BatchFiller.inOrder(images.size());
    long correct = 0;
    double loss = 0;
    for (int from = 0; from < images.size(); from += BATCH) {
      int start = from;
      int count = Math.min(BATCH, images.size() - from);
      double[] sums =
          Libtorch.withoutGradients(
              () -> {
                Tensor logits = network.run(filler.inputs(order, start, count, 0), Run.INFERENCE);
                Tensor labels = filler.labels(order, start, count);
                return new double[] {
                  correct(logits, labels), torch.cross_entropy_loss(logits, labels).item_double()
                };
              });
      correct += (long) sums[0];
      loss += sums[1] * count;
    }
    return new Evaluation(images.size(), (double) correct / images.size(), loss / images.size());
  }

  /** How many rows have their highest value at their label. */
  static long correct(Tensor logits, Tensor labels) {
    long[] hits = HostTensors.longs(logits.argmax(new LongOptional(1), false).eq(labels).sum());
    return hits[0];
  }
}
