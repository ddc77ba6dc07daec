package io.entroscope.onnx.layer;

import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A hash of what a layer has learnt, by which it is known again in another model, under whatever
 * name: the constants that go into its node, directly or through nodes that take constants alone.
 */
public final class WeightsHash {
  private static final int DIGITS = 16;
  private static final List<TensorProto> NONE = List.of();

  /** Types whose values may be stored otherwise than as raw data. */
  private static final Set<ElementType> WHOLE =
      Set.of(
          ElementType.BOOL,
          ElementType.INT8,
          ElementType.UINT8,
          ElementType.INT16,
          ElementType.UINT16,
          ElementType.INT32,
          ElementType.UINT32,
          ElementType.INT64,
          ElementType.UINT64);

  private final OnnxModel model;
  private final Graph graph;

  private final Set<String> varying = new HashSet<>();

  public WeightsHash(OnnxModel model) {
    this.model = model;
    this.graph = model.graph();
    graph.inputs().forEach(input -> varying.add(input.getName()));
    for (NodeProto node : graph.nodes()) {
      if (Nodes.taken(node).stream().anyMatch(varying::contains)) {
        varying.addAll(node.getOutputList());
      }
    }
  }

  /**
   * The first {@value #DIGITS} hexadecimal digits of the SHA-256 of the sizes and values of the
   * layer's weights; empty if none are constants of floating point or whole numbers.
   *
   * @throws io.entroscope.onnx.OnnxException if weights kept beside the model cannot be read
   */
  public Optional<String> of(Layer layer) {
    Optional<NodeProto> node =
        graph.nodes().stream().filter(one -> Nodes.name(one).equals(layer.node())).findFirst();
    if (node.isEmpty()) {
      return Optional.empty();
    }
    MessageDigest digest = sha256();
    int constants = 0;
    for (String input : node.get().getInputList()) {
      for (TensorProto constant : varying.contains(input) ? NONE : constants(input)) {
        add(constant, digest);
        constants++;
      }
    }
    return constants == 0
        ? Optional.empty()
        : Optional.of(HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS));
  }

  /** The constants that a tensor is made of, which does not depend on the model's inputs. */
  private List<TensorProto> constants(String tensor) {
    TensorProto initializer = graph.initializers().get(tensor);
    if (initializer != null) {
      return List.of(initializer);
    }
    NodeProto maker = graph.producer(tensor).orElse(null);
    if (maker == null) {
      return NONE;
    }
    List<TensorProto> all = new ArrayList<>();
    maker.getAttributeList().stream()
        .filter(AttributeProto::hasT)
        .forEach(attribute -> all.add(attribute.getT()));
    Nodes.taken(maker).forEach(input -> all.addAll(constants(input)));
    return all;
  }

  private void add(TensorProto constant, MessageDigest digest) {
    for (long size : Tensors.dims(constant)) {
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, size));
    }
    if (Tensors.isFloating(constant)) {
      float[] values = Tensors.floats(model, constant);
      ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
      bytes.asFloatBuffer().put(values);
      digest.update(bytes);
    } else if (constant.hasRawData() || !WHOLE.contains(Tensors.type(constant))) {
      digest.update(constant.getRawData().asReadOnlyByteBuffer());
    } else {
      digest.update(raw(Tensors.longs(model, constant), Tensors.type(constant).bytes()));
    }
  }

  /** Whole numbers as raw data hold them: little-endian, so many bytes each. */
  private static byte[] raw(long[] values, int width) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, width)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i / width] >>> (Byte.SIZE * (i % width)));
    }
    return bytes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
