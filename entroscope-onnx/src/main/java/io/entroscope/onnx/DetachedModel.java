package io.entroscope.onnx;

import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.StringStringEntryProto;
import io.entroscope.onnx.proto.TensorProto;
import io.entroscope.onnx.proto.TensorProto.DataLocation;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A serialized model without its large weights, and these beside it, outside of Java's heap, where
 * an engine reads them as they lie. However often the model is loaded, and whatever is appended to
 * it, they are there once.
 *
 * @param bytes the model; it says of each of these weights that it is in a file of its own
 * @param weights the initializers that are not in it
 */
public record DetachedModel(byte[] bytes, List<Weight> weights) {
  /** Smaller ones are not worth it, and their values may decide shapes. */
  private static final int LEAST_BYTES = 4096;

  /** What is said of where a weight lies; nothing is ever read from there. */
  private static final String ELSEWHERE = "in-memory";

  private static final Set<ElementType> TYPES =
      EnumSet.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.INT8, ElementType.UINT8);

  public DetachedModel {
    weights = List.copyOf(weights);
  }

  /**
   * A weight.
   *
   * @param name of the initializer
   * @param type float, float16, int8 or uint8
   * @param shape its dimensions
   * @param values its elements in the machine's order of bytes, direct; nobody may write to them
   */
  public record Weight(String name, ElementType type, List<Long> shape, ByteBuffer values) {
    public Weight {
      shape = List.copyOf(shape);
    }
  }

  /** Takes the large weights out of a model; there may be none. */
  static DetachedModel of(ModelProto model) {
    GraphProto graph = model.getGraph();
    Set<String> fed =
        graph.getInputList().stream().map(ValueInfoProto::getName).collect(Collectors.toSet());
    GraphProto.Builder left = graph.toBuilder();
    List<Weight> weights = new ArrayList<>();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto tensor = graph.getInitializer(i);
      if (isLarge(tensor) && !fed.contains(tensor.getName())) {
        weights.add(
            new Weight(tensor.getName(), Tensors.type(tensor), tensor.getDimsList(), copy(tensor)));
        left.setInitializer(i, reference(tensor));
      }
    }
    return new DetachedModel(model.toBuilder().setGraph(left).build().toByteArray(), weights);
  }

  /** What {@link #of} would copy, in bytes. */
  static long bytesOf(ModelProto model) {
    return model.getGraph().getInitializerList().stream()
        .filter(DetachedModel::isLarge)
        .mapToLong(tensor -> tensor.getRawData().size())
        .sum();
  }

  private static boolean isLarge(TensorProto tensor) {
    return tensor.getRawData().size() >= LEAST_BYTES
        && !Tensors.isExternal(tensor)
        && TYPES.contains(Tensors.type(tensor))
        && tensor.getRawData().size()
            == Tensors.elements(Tensors.dims(tensor)) * Tensors.type(tensor).bytes();
  }

  private static ByteBuffer copy(TensorProto tensor) {
    ByteBuffer values = ByteBuffer.allocateDirect(tensor.getRawData().size());
    tensor.getRawData().copyTo(values);
    return values.flip().order(ByteOrder.nativeOrder());
  }

  private static TensorProto reference(TensorProto tensor) {
    return tensor.toBuilder()
        .clearRawData()
        .setDataLocation(DataLocation.EXTERNAL)
        .addExternalData(entry("location", ELSEWHERE))
        .addExternalData(entry("length", Integer.toString(tensor.getRawData().size())))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
