package io.entroscope.onnx;

import com.google.protobuf.ByteString;
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.AttributeProto.AttributeType;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import java.util.Optional;

/** Attributes of ONNX nodes, made and read by type. */
public final class Attributes {
  private Attributes() {}

  /** A whole-number attribute. */
  public static AttributeProto of(String name, long value) {
    return start(name, AttributeType.INT).setI(value).build();
  }

  /** A fractional attribute (float32). */
  public static AttributeProto of(String name, float value) {
    return start(name, AttributeType.FLOAT).setF(value).build();
  }

  /** A text attribute. */
  public static AttributeProto of(String name, String value) {
    return start(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)).build();
  }

  /** A list of whole numbers, such as axes. */
  public static AttributeProto of(String name, long[] values) {
    AttributeProto.Builder builder = start(name, AttributeType.INTS);
    for (long value : values) {
      builder.addInts(value);
    }
    return builder.build();
  }

  /** A list of texts. */
  public static AttributeProto of(String name, String[] values) {
    AttributeProto.Builder builder = start(name, AttributeType.STRINGS);
    for (String value : values) {
      builder.addStrings(ByteString.copyFromUtf8(value));
    }
    return builder.build();
  }

  /** A tensor attribute, such as a Constant's value. */
  public static AttributeProto of(String name, TensorProto value) {
    return start(name, AttributeType.TENSOR).setT(value).build();
  }

  /** A subgraph, such as a branch of an If. */
  public static AttributeProto of(String name, GraphProto value) {
    return start(name, AttributeType.GRAPH).setG(value).build();
  }

  private static AttributeProto.Builder start(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  /** A node's attribute of this name; empty if it has none. */
  public static Optional<AttributeProto> find(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst();
  }

  /** A whole-number attribute of a node, or {@code otherwise}. */
  public static long longValue(NodeProto node, String name, long otherwise) {
    return find(node, name).map(AttributeProto::getI).orElse(otherwise);
  }

  /** A fractional attribute of a node, or {@code otherwise}. */
  public static float floatValue(NodeProto node, String name, float otherwise) {
    return find(node, name).map(AttributeProto::getF).orElse(otherwise);
  }

  /** A text attribute of a node, or {@code otherwise}. */
  public static String text(NodeProto node, String name, String otherwise) {
    return find(node, name).map(attribute -> attribute.getS().toStringUtf8()).orElse(otherwise);
  }

  /** A list of whole numbers of a node; empty if it has no such attribute. */
  public static Optional<long[]> longs(NodeProto node, String name) {
    return find(node, name)
        .map(attribute -> attribute.getIntsList().stream().mapToLong(Long::longValue).toArray());
  }
}
