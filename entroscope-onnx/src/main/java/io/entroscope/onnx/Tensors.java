package io.entroscope.onnx;

import com.google.protobuf.ByteString;
import io.entroscope.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in and out of ONNX tensors: raw little-endian bytes, typed fields, half precision, and
 * data in a file beside the model. Values are in row-major order of {@link #dims}.
 */
public final class Tensors {
  /** How many values are looked at at once. */
  private static final int CHUNK = 4096;

  /**
   * The bits of an infinite float without its sign; those of NaN are larger, all others smaller.
   */
  private static final int INFINITE = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

  private Tensors() {}

  /** The shape of a tensor; empty for a scalar. */
  public static long[] dims(TensorProto tensor) {
    return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * The number of values that a tensor of this shape holds; 1 for a scalar.
   *
   * @throws OnnxException if a size is negative, or the product too large for a {@code long}
   */
  public static long elements(long[] dims) {
    long product = 1;
    for (long dim : dims) {
      if (dim < 0) {
        throw new OnnxException(impossible(dims));
      }
      try {
        product = Math.multiplyExact(product, dim);
      } catch (ArithmeticException e) {
        throw new OnnxException(impossible(dims), e);
      }
    }
    return product;
  }

  private static String impossible(long[] dims) {
    return "the model is damaged: one of its tensors has the shape "
        + Arrays.toString(dims)
        + ", which none can have; export it again";
  }

  /** The element type of a tensor. */
  public static ElementType type(TensorProto tensor) {
    return ElementType.of(tensor.getDataType());
  }

  /** Whether a tensor holds float32, float64, float16 or bfloat16 numbers. */
  public static boolean isFloating(TensorProto tensor) {
    return type(tensor).isFloating();
  }

  /** Whether the values of a tensor lie in a file beside the model. */
  public static boolean isExternal(TensorProto tensor) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
  }

  /**
   * The values of a tensor of any number type, rounded to float32 where they are wider. Double
   * values beyond float32's range become infinite.
   *
   * @param model the model that holds the tensor, for values kept in a file beside it
   * @throws OnnxException if the type holds no numbers, fewer values are there than the shape asks
   *     for, or the file beside the model is missing or too short
   */
  public static float[] floats(OnnxModel model, TensorProto tensor) {
    int count = count(tensor);
    float[] result = new float[count];
    ByteBuffer raw =
        type(tensor) == ElementType.FLOAT ? raw(tensor, count, Float.BYTES, model) : null;
    if (raw != null) {
      raw.asFloatBuffer().get(result);
      return result;
    }
    IntToDoubleFunction values = reader(tensor, count, model);
    for (int i = 0; i < count; i++) {
      result[i] = (float) values.applyAsDouble(i);
    }
    return result;
  }

  /**
   * The values of a tensor of any number type as float64; integers beyond 2^53 are rounded.
   *
   * @param model the model that holds the tensor, for values kept in a file beside it
   * @throws OnnxException as for {@link #floats}
   */
  public static double[] doubles(OnnxModel model, TensorProto tensor) {
    return readDoubles(tensor, model);
  }

  /** As {@link #doubles(OnnxModel, TensorProto)}, for a tensor that holds its values itself. */
  public static double[] doubles(TensorProto tensor) {
    return readDoubles(tensor, null);
  }

  private static double[] readDoubles(TensorProto tensor, @Nullable OnnxModel model) {
    int count = count(tensor);
    IntToDoubleFunction values = reader(tensor, count, model);
    double[] result = new double[count];
    for (int i = 0; i < count; i++) {
      result[i] = values.applyAsDouble(i);
    }
    return result;
  }

  /**
   * The values of a tensor of whole numbers or truth values (0, 1).
   *
   * @param model the model that holds the tensor, for values kept in a file beside it
   * @throws OnnxException if the type holds no whole numbers, or as for {@link #floats}
   */
  public static long[] longs(OnnxModel model, TensorProto tensor) {
    return readLongs(tensor, model);
  }

  /** As {@link #longs(OnnxModel, TensorProto)}, for a tensor that holds its values itself. */
  public static long[] longs(TensorProto tensor) {
    return readLongs(tensor, null);
  }

  private static long[] readLongs(TensorProto tensor, @Nullable OnnxModel model) {
    int count = count(tensor);
    IntToLongFunction values = wholeReader(tensor, count, model);
    long[] result = new long[count];
    for (int i = 0; i < count; i++) {
      result[i] = values.applyAsLong(i);
    }
    return result;
  }

  /** The index of the first value that passes a test; −1 if none does. No array is made. */
  public static int firstIndex(OnnxModel model, TensorProto tensor, DoublePredicate test) {
    int count = count(tensor);
    IntToDoubleFunction values = reader(tensor, count, model);
    for (int i = 0; i < count; i++) {
      if (test.test(values.applyAsDouble(i))) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Whether a tensor's bytes show that all of its values are finite: quick, for what is nearly
   * always so. False where it takes a look at each value, too.
   */
  public static boolean isPlainlyFinite(OnnxModel model, TensorProto tensor) {
    ElementType type = type(tensor);
    int count = count(tensor);
    ByteBuffer raw = type == ElementType.FLOAT ? raw(tensor, count, Float.BYTES, model) : null;
    if (raw == null) {
      return false;
    }
    int[] bits = new int[Math.min(count, CHUNK)];
    int largest = 0;
    for (IntBuffer left = raw.asIntBuffer(); left.hasRemaining(); ) {
      int length = Math.min(bits.length, left.remaining());
      left.get(bits, 0, length);
      for (int i = 0; i < length; i++) {
        largest = Math.max(largest, bits[i] & Integer.MAX_VALUE);
      }
    }
    return largest < INFINITE;
  }

  /** One value of a tensor. */
  public static double valueAt(OnnxModel model, TensorProto tensor, int index) {
    return reader(tensor, count(tensor), model).applyAsDouble(index);
  }

  /** A float32 tensor of this shape. */
  public static TensorProto ofFloats(String name, long[] dims, float[] values) {
    ByteBuffer raw = allocate(name, dims, values.length, Float.BYTES);
    raw.asFloatBuffer().put(values);
    return build(name, dims, ElementType.FLOAT, raw);
  }

  /** A float64 tensor of this shape. */
  public static TensorProto ofDoubles(String name, long[] dims, double[] values) {
    ByteBuffer raw = allocate(name, dims, values.length, Double.BYTES);
    raw.asDoubleBuffer().put(values);
    return build(name, dims, ElementType.DOUBLE, raw);
  }

  /** An int64 tensor of this shape. */
  public static TensorProto ofLongs(String name, long[] dims, long... values) {
    ByteBuffer raw = allocate(name, dims, values.length, Long.BYTES);
    raw.asLongBuffer().put(values);
    return build(name, dims, ElementType.INT64, raw);
  }

  /**
   * A tensor of a floating-point type from float64 values, rounded to the type's nearest value.
   *
   * @throws OnnxException if the type is not float32, float64, float16 or bfloat16
   */
  public static TensorProto of(String name, ElementType type, long[] dims, double[] values) {
    if (type == ElementType.DOUBLE) {
      return ofDoubles(name, dims, values);
    }
    if (type == ElementType.FLOAT) {
      float[] floats = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        floats[i] = (float) values[i];
      }
      return ofFloats(name, dims, floats);
    }
    if (type != ElementType.FLOAT16 && type != ElementType.BFLOAT16) {
      throw new OnnxException("tensor '" + name + "' would hold " + type + ", not fractions");
    }
    ByteBuffer raw = allocate(name, dims, values.length, Short.BYTES);
    for (double value : values) {
      type.put(raw, value);
    }
    return build(name, dims, type, raw.rewind());
  }

  private static ByteBuffer allocate(String name, long[] dims, int count, int width) {
    if (elements(dims) != count) {
      throw new OnnxException(
          "tensor '" + name + "' of shape " + Arrays.toString(dims) + " got " + count + " values");
    }
    return ByteBuffer.allocate(Math.multiplyExact(count, width)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static TensorProto build(String name, long[] dims, ElementType type, ByteBuffer raw) {
    TensorProto.Builder builder =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.number())
            .setRawData(ByteString.copyFrom(raw));
    for (long dim : dims) {
      builder.addDims(dim);
    }
    return builder.build();
  }

  private static int count(TensorProto tensor) {
    long count = elements(dims(tensor));
    if (count > Integer.MAX_VALUE - 8) {
      throw new OnnxException(
          "tensor '"
              + tensor.getName()
              + "' has "
              + count
              + " values, too many for one Java array");
    }
    return (int) count;
  }

  private static IntToDoubleFunction reader(
      TensorProto tensor, int count, @Nullable OnnxModel model) {
    ElementType type = type(tensor);
    if (!type.isFloating()) {
      return wholeReader(tensor, count, model)::applyAsLong;
    }
    ByteBuffer raw = raw(tensor, count, width(tensor, type), model);
    if (raw != null) {
      return switch (type) {
        case FLOAT -> i -> raw.getFloat(4 * i);
        case DOUBLE -> i -> raw.getDouble(8 * i);
        case FLOAT16 -> i -> HalfFloats.fromHalf(raw.getShort(2 * i));
        default -> i -> HalfFloats.fromBrain(raw.getShort(2 * i));
      };
    }
    return switch (type) {
      case FLOAT -> checked(tensor, count, tensor.getFloatDataCount(), tensor::getFloatData);
      case DOUBLE -> checked(tensor, count, tensor.getDoubleDataCount(), tensor::getDoubleData);
      case FLOAT16 ->
          checked(
              tensor,
              count,
              tensor.getInt32DataCount(),
              i -> HalfFloats.fromHalf((short) tensor.getInt32Data(i)));
      default ->
          checked(
              tensor,
              count,
              tensor.getInt32DataCount(),
              i -> HalfFloats.fromBrain((short) tensor.getInt32Data(i)));
    };
  }

  private static IntToLongFunction wholeReader(
      TensorProto tensor, int count, @Nullable OnnxModel model) {
    ElementType type = type(tensor);
    ByteBuffer raw = raw(tensor, count, width(tensor, type), model);
    if (raw != null) {
      return switch (type) {
        case INT64, UINT64 -> i -> raw.getLong(8 * i);
        case INT32 -> i -> raw.getInt(4 * i);
        case UINT32 -> i -> Integer.toUnsignedLong(raw.getInt(4 * i));
        case INT16 -> i -> raw.getShort(2 * i);
        case UINT16 -> i -> Short.toUnsignedLong(raw.getShort(2 * i));
        case INT8 -> raw::get;
        case UINT8, BOOL -> i -> Byte.toUnsignedLong(raw.get(i));
        default -> throw unreadable(tensor, type);
      };
    }
    return switch (type) {
      case INT64 -> checkedWhole(tensor, count, tensor.getInt64DataCount(), tensor::getInt64Data);
      case UINT32, UINT64 ->
          checkedWhole(tensor, count, tensor.getUint64DataCount(), tensor::getUint64Data);
      case INT32, INT16, UINT16, INT8, UINT8, BOOL ->
          checkedWhole(tensor, count, tensor.getInt32DataCount(), tensor::getInt32Data);
      default -> throw unreadable(tensor, type);
    };
  }

  private static IntToDoubleFunction checked(
      TensorProto tensor, int count, int present, IntToDoubleFunction values) {
    requireValues(tensor, count, present);
    return values;
  }

  private static IntToLongFunction checkedWhole(
      TensorProto tensor, int count, int present, IntToLongFunction values) {
    requireValues(tensor, count, present);
    return values;
  }

  private static void requireValues(TensorProto tensor, int count, int present) {
    if (present != count) {
      throw new OnnxException(
          "tensor '"
              + tensor.getName()
              + "' should hold "
              + count
              + " values and holds "
              + present
              + "; export the model again");
    }
  }

  private static @Nullable ByteBuffer raw(
      TensorProto tensor, int count, int width, @Nullable OnnxModel model) {
    ByteBuffer raw;
    if (isExternal(tensor)) {
      raw = ExternalData.read(tensor, (long) count * width, model);
    } else if (tensor.hasRawData()) {
      raw = tensor.getRawData().asReadOnlyByteBuffer().slice();
    } else {
      return null;
    }
    requireValues(tensor, count, raw.remaining() / width);
    return raw.order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int width(TensorProto tensor, ElementType type) {
    return switch (type) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> type.bytes();
      case INT64, INT32, INT16, INT8, UINT64, UINT32, UINT16, UINT8, BOOL -> type.bytes();
      default -> throw unreadable(tensor, type);
    };
  }

  private static OnnxException unreadable(TensorProto tensor, ElementType type) {
    return new OnnxException(
        "tensor '" + tensor.getName() + "' holds " + type + ", which cannot be read as numbers");
  }
}
