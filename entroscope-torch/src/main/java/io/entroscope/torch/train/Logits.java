package io.entroscope.torch.train;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.entroscope.onnx.OnnxModel;
import java.util.Set;

/**
 * Finds what cross-entropy is to be computed of. It takes a softmax itself: of scores that are
 * probabilities already it would be of a softmax of a softmax, whose gradients vanish.
 */
final class Logits {
  private static final Set<String> PASSED = Set.of("Softmax", "LogSoftmax", "Identity");

  private Logits() {}

  /** The tensor that enters the Softmax which these scores come out of, or the scores. */
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
