package io.entroscope.torch.graph;

import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import io.entroscope.torch.TorchException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A node while its kernel is created: attributes by type, with their defaults, and the operator set
 * that defines them. It detects attributes that were not read, since a kernel that ignores one
 * would not compute what the model says.
 */
final class Node {
  private final NodeProto proto;
  private final int opset;
  private final int position;
  private final ElementTypes types;
  private final Set<String> read = new HashSet<>();

  Node(NodeProto proto, int opset, int position, ElementTypes types) {
    this.proto = proto;
    this.opset = opset;
    this.position = position;
    this.types = types;
  }

  /** The version of the operator set. */
  int opset() {
    return opset;
  }

  /** Where the node stands in the graph. */
  int position() {
    return position;
  }

  /** The element types to compute in. */
  ElementTypes types() {
    return types;
  }

  /** The operator and, if it has one, the node's name, for messages. */
  String describe() {
    return proto.getName().isEmpty()
        ? proto.getOpType()
        : proto.getOpType() + " '" + proto.getName() + "'";
  }

  boolean hasInput(int index) {
    return index < proto.getInputCount() && !proto.getInput(index).isEmpty();
  }

  boolean hasOutput(int index) {
    return index < proto.getOutputCount() && !proto.getOutput(index).isEmpty();
  }

  int outputs() {
    return proto.getOutputCount();
  }

  long integer(String name, long otherwise) {
    return find(name).map(AttributeProto::getI).orElse(otherwise);
  }

  boolean flag(String name, boolean otherwise) {
    return integer(name, otherwise ? 1 : 0) != 0;
  }

  double real(String name, double otherwise) {
    return find(name).map(attribute -> decimal(attribute.getF())).orElse(otherwise);
  }

  /**
   * The shortest decimal that gives this float, as a double: an attribute of 1e-5 is meant as 1e-5,
   * and in double precision its float would be another number.
   */
  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  String text(String name, String otherwise) {
    return find(name).map(attribute -> attribute.getS().toStringUtf8()).orElse(otherwise);
  }

  Optional<long[]> integers(String name) {
    return find(name).map(AttributeProto::getIntsList).map(Node::array);
  }

  Optional<TensorProto> tensor(String name) {
    return find(name).map(AttributeProto::getT);
  }

  boolean has(String name) {
    return find(name).isPresent();
  }

  private static long[] array(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private Optional<AttributeProto> find(String name) {
    read.add(name);
    return proto.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst();
  }

  /** Refuses an output that the kernel does not make. */
  void requireOutputsAtMost(int count) {
    for (int i = count; i < proto.getOutputCount(); i++) {
      if (hasOutput(i)) {
        throw refuse("its output " + (i + 1) + " is not supported");
      }
    }
  }

  /** Refuses attributes that the kernel has not asked for. */
  void requireAllRead() {
    for (AttributeProto attribute : proto.getAttributeList()) {
      if (!read.contains(attribute.getName())) {
        throw refuse("its attribute '" + attribute.getName() + "' is not supported");
      }
    }
  }

  /** The refusal of this node, with the reason. */
  TorchException refuse(String why) {
    return new TorchException(describe() + ": " + why);
  }
}
