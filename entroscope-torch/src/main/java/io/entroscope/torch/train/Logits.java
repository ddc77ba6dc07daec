package io.entroscope.torch.train;

import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.proto.NodeProto;
import java.util.Set;

/**
 * Finds the logits of a network. Cross-entropy applies a softmax itself; applied to probabilities
 * it would be the softmax of a softmax, whose gradients vanish.
 */
final class Logits {
  private static final Set<String> PASSED = Set.of("Softmax", "LogSoftmax", "Identity");

  private Logits() {}

  /** The input of the Softmax whose output the scores are; without a Softmax, the scores. */
  static String of(OnnxModel model, String scores) {
    String tensor = scores;
    NodeProto maker = model.graph().producer(tensor).orElse(null);
    while (maker != null && PASSED.contains(maker.getOpType())) {
      tensor = maker.getInput(0);
      maker = model.graph().producer(tensor).orElse(null);
    }
    return tensor;
  }
}
