package io.entroscope.onnx;

import com.google.protobuf.ByteString;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.StringStringEntryProto;
import io.entroscope.onnx.proto.TensorProto;
import io.entroscope.onnx.proto.TensorProto.DataLocation;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  /** What is kept beside the model and is no large weight is put into it, up to this size. */
  private static final int MOST_WITHIN = 1 << 20;

  /** As many as a buffer holds. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

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

  /**
   * Takes the large weights out of a model, and reads those that lie in files beside it, which an
   * engine would map into memory: a file that is cut while it is mapped ends the whole process.
   * There may be none.
   *
   * @param path of the model
   * @throws OnnxException if the files beside the model do not hold what it says
   */
  static DetachedModel of(ModelProto model, @Nullable Path path) {
    GraphProto graph = model.getGraph();
    Set<String> fed =
        graph.getInputList().stream().map(ValueInfoProto::getName).collect(Collectors.toSet());
    GraphProto.Builder left = graph.toBuilder();
    List<Weight> weights = new ArrayList<>();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto tensor = graph.getInitializer(i);
      if (isLarge(tensor) && !fed.contains(tensor.getName())) {
        weights.add(
            new Weight(
                tensor.getName(), Tensors.type(tensor), tensor.getDimsList(), copy(tensor, path)));
        left.setInitializer(i, reference(tensor));
      } else if (isSmallBeside(tensor)) {
        left.setInitializer(i, within(tensor, path));
      }
    }
    return new DetachedModel(model.toBuilder().setGraph(left).build().toByteArray(), weights);
  }

  /** What {@link #of} would copy, in bytes. */
  static long bytesOf(ModelProto model) {
    return model.getGraph().getInitializerList().stream()
        .filter(DetachedModel::isLarge)
        .mapToLong(DetachedModel::bytes)
        .sum();
  }

  private static boolean isLarge(TensorProto tensor) {
    boolean external = Tensors.isExternal(tensor);
    if (!TYPES.contains(Tensors.type(tensor))
        || (!external && tensor.getRawData().size() < LEAST_BYTES)) {
      return false;
    }
    long bytes = bytes(tensor);
    return bytes >= LEAST_BYTES
        && bytes <= MOST_BYTES
        && (external
            ? ExternalData.isSaidToHave(tensor, bytes)
            : tensor.getRawData().size() == bytes);
  }

  /** Whether a tensor lies in a file of its own, for all that it is too small to be handed over. */
  private static boolean isSmallBeside(TensorProto tensor) {
    if (!Tensors.isExternal(tensor) || Tensors.type(tensor).bytes() == 0) {
      return false;
    }
    long bytes = bytes(tensor);
    return bytes <= MOST_WITHIN && ExternalData.isSaidToHave(tensor, bytes);
  }

  private static TensorProto within(TensorProto tensor, @Nullable Path path) {
    ByteBuffer values = ExternalData.read(tensor, ByteBuffer.allocate((int) bytes(tensor)), path);
    return tensor.toBuilder()
        .clearExternalData()
        .clearDataLocation()
        .setRawData(ByteString.copyFrom(values))
        .build();
  }

  /** What the values of a tensor take by its shape. */
  private static long bytes(TensorProto tensor) {
    return Tensors.elements(Tensors.dims(tensor)) * Tensors.type(tensor).bytes();
  }

  private static ByteBuffer copy(TensorProto tensor, @Nullable Path path) {
    ByteBuffer values = ByteBuffer.allocateDirect((int) bytes(tensor));
    if (Tensors.isExternal(tensor)) {
      return ExternalData.read(tensor, values, path).order(ByteOrder.nativeOrder());
    }
    tensor.getRawData().copyTo(values);
    return values.flip().order(ByteOrder.nativeOrder());
  }

  private static TensorProto reference(TensorProto tensor) {
    return tensor.toBuilder()
        .clearRawData()
        .clearExternalData()
        .setDataLocation(DataLocation.EXTERNAL)
        .addExternalData(entry("location", ELSEWHERE))
        .addExternalData(entry("length", Long.toString(bytes(tensor))))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
