package io.entroscope.torch.train;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.torch.TorchException;

/**
 * Rewrites a model that was exported for training as one for inference: batch normalisation by
 * running statistics, and dropout switched off. Training uses its own mode for both anyway, and
 * writes models for inference. A model already in this form is returned unchanged.
 */
final class InferenceForm {
  private InferenceForm() {}

  static OnnxModel of(OnnxModel model) {
    GraphProto.Builder graph = model.proto().getGraph().toBuilder();
    boolean changed = false;
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      NodeProto other = of(model, node);
      if (!other.equals(node)) {
        graph.setNode(i, other);
        changed = true;
      }
    }
    return changed ? OnnxModel.of(model.proto().toBuilder().setGraph(graph).build()) : model;
  }

  private static NodeProto of(OnnxModel model, NodeProto node) {
    if (node.getOpType().equals("BatchNormalization")
        && (node.getOutputCount() > 1 || Attributes.longValue(node, "training_mode", 0) != 0)) {
      return normalisation(model, node);
    }
    if (node.getOpType().equals("Dropout") && node.getInputCount() > 2) {
      NodeProto.Builder builder = node.toBuilder().clearInput();
      return builder.addInput(node.getInput(0)).addInput(node.getInput(1)).build();
    }
    return node;
  }

  private static NodeProto normalisation(OnnxModel model, NodeProto node) {
    NodeProto.Builder builder = node.toBuilder().clearOutput().clearAttribute();
    builder.addOutput(node.getOutput(0));
    for (int i = 1; i < node.getOutputCount(); i++) {
      String output = node.getOutput(i);
      if (!model.graph().consumers(output).isEmpty() || model.graph().isOutput(output)) {
        throw new TorchException(
            "BatchNormalization '"
                + node.getName()
                + "' gives its statistics to others, as '"
                + output
                + "'; export the model for inference");
      }
    }
    for (AttributeProto attribute : node.getAttributeList()) {
      if (!attribute.getName().equals("training_mode")) {
        builder.addAttribute(attribute);
      }
    }
    return builder.build();
  }
}
