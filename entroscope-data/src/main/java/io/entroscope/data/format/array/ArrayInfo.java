package io.entroscope.data.format.array;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An array of an {@link ArrayDataSet}.
 *
 * @param name its file's without {@code .npy}, which is that of the model's input that it is for
 * @param type of its values
 * @param shape of one example, without the first axis
 */
public record ArrayInfo(String name, NumberType type, List<Integer> shape) {
  public ArrayInfo {
    shape = List.copyOf(shape);
  }

  /** The types of values that are read, little endian as they are in the file. */
  public enum NumberType {
    FLOAT32("<f4", Float.BYTES),
    FLOAT64("<f8", Double.BYTES),
    INT64("<i8", Long.BYTES),
    INT32("<i4", Integer.BYTES),
    UINT8("|u1", 1),
    BOOL("|b1", 1);

    private final String code;
    private final int width;

    NumberType(String code, int width) {
      this.code = code;
      this.width = width;
    }

    /** NumPy's name: {@code float32}, {@code int64} and so on. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The bytes of a value. */
    public int width() {
      return width;
    }

    /** What NumPy's files call it. */
    String code() {
      return code;
    }
  }

  /** The bytes of one example. */
  public int rowBytes() {
    return shape.stream().reduce(type.width(), Math::multiplyExact);
  }

  /** For a person: {@code int64 [N, 64]}. */
  public String form() {
    return type.id()
        + Stream.concat(Stream.of("N"), shape.stream().map(Object::toString))
            .collect(Collectors.joining(", ", " [", "]"));
  }
}
