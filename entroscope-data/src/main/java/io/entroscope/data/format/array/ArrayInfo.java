package io.entroscope.data.format.array;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An array of an {@link ArrayDataSet}.
 *
 * @param name its file's without {@code .npy}
 * @param type of its values
 * @param shape of one example, without the first axis
 */
public record ArrayInfo(String name, NumberType type, List<Integer> shape) {
  public ArrayInfo {
    shape = List.copyOf(shape);
  }

  /** The types of numbers that arrays hold. */
  public enum NumberType {
    FLOAT32("f4"),
    FLOAT64("f8"),
    FLOAT16("f2"),
    INT64("i8"),
    INT32("i4"),
    INT16("i2"),
    INT8("i1"),
    UINT64("u8"),
    UINT32("u4"),
    UINT16("u2"),
    UINT8("u1"),
    BOOL("b1");

    private final String code;

    NumberType(String code) {
      this.code = code;
    }

    /** The type that NumPy's files call so, without the order of its bytes; empty: none. */
    static Optional<NumberType> of(String code) {
      return Arrays.stream(values()).filter(type -> type.code.equals(code)).findAny();
    }

    /** NumPy's name: {@code float32}, {@code int64} and so on. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The bytes of a value. */
    public int width() {
      return code.charAt(1) - '0';
    }

    /** Whether values may have a fraction. */
    public boolean isFloating() {
      return code.charAt(0) == 'f';
    }

    /** What NumPy's files call it where the lowest byte comes first. */
    String littleEndian() {
      return (width() == 1 ? "|" : "<") + code;
    }
  }

  /** The values of one example. */
  public int elements() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** The bytes of one example. */
  public int rowBytes() {
    return Math.multiplyExact(elements(), type.width());
  }

  /** For a person: {@code int64 [N, 64]}. */
  public String form() {
    return form(type.id(), shape);
  }

  static String form(String type, List<Integer> shape) {
    return type
        + Stream.concat(Stream.of("N"), shape.stream().map(Object::toString))
            .collect(Collectors.joining(", ", " [", "]"));
  }
}
