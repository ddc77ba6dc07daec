package io.entroscope.onnx;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The type of a tensor's elements, under ONNX's names. File formats and engines have names and
 * numbers of their own for these types and translate them where they meet.
 */
public enum ElementType {
  /** Of no known type, or of what is no tensor. */
  UNDEFINED(0, 0),
  FLOAT(1, Float.BYTES),
  UINT8(2, Byte.BYTES),
  INT8(3, Byte.BYTES),
  UINT16(4, Short.BYTES),
  INT16(5, Short.BYTES),
  INT32(6, Integer.BYTES),
  INT64(7, Long.BYTES),
  STRING(8, 0),
  BOOL(9, Byte.BYTES),
  FLOAT16(10, Short.BYTES),
  DOUBLE(11, Double.BYTES),
  UINT32(12, Integer.BYTES),
  UINT64(13, Long.BYTES),
  COMPLEX64(14, 2 * Float.BYTES),
  COMPLEX128(15, 2 * Double.BYTES),
  BFLOAT16(16, Short.BYTES),
  FLOAT8E4M3FN(17, Byte.BYTES),
  FLOAT8E4M3FNUZ(18, Byte.BYTES),
  FLOAT8E5M2(19, Byte.BYTES),
  FLOAT8E5M2FNUZ(20, Byte.BYTES),
  /** Packed, two to a byte. */
  UINT4(21, 0),
  /** Packed, two to a byte. */
  INT4(22, 0),
  /** Packed, two to a byte. */
  FLOAT4E2M1(23, 0),
  FLOAT8E8M0(24, Byte.BYTES),
  /** Packed, four to a byte. */
  UINT2(25, 0),
  /** Packed, four to a byte. */
  INT2(26, 0);

  private static final Set<ElementType> FLOATING = EnumSet.of(FLOAT, DOUBLE, FLOAT16, BFLOAT16);

  private static final Map<String, ElementType> BY_NUMPY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toMap(ElementType::numpyName, Function.identity()));

  private static final Map<Integer, ElementType> BY_NUMBER =
      Arrays.stream(values()).collect(Collectors.toMap(ElementType::number, Function.identity()));

  private final int number;
  private final int bytes;

  ElementType(int number, int bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  /** The type with a number of ONNX's; {@link #UNDEFINED} if there is none. */
  public static ElementType of(int number) {
    return BY_NUMBER.getOrDefault(number, UNDEFINED);
  }

  /**
   * The type that NumPy gives a name: {@code float32}, {@code int64}, {@code bool}; empty: none.
   */
  public static Optional<ElementType> ofNumpy(String name) {
    return Optional.ofNullable(BY_NUMPY_NAME.get(name));
  }

  /** ONNX's number for the type, that of {@code TensorProto.DataType}. */
  public int number() {
    return number;
  }

  /** The bytes of an element; 0 where elements have none of their own, as text and packed ones. */
  public int bytes() {
    return bytes;
  }

  /** ONNX's name in lower case: {@code float}, {@code int64}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** NumPy's name, which has the bits in it: {@code float32}, {@code float64}. */
  public String numpyName() {
    return this == FLOAT ? "float32" : this == DOUBLE ? "float64" : text();
  }

  /** Whether this is float32, float64, float16 or bfloat16. */
  public boolean isFloating() {
    return FLOATING.contains(this);
  }

  /**
   * Appends a value to a buffer as an element of this type, rounded where it has to be.
   *
   * @throws IllegalArgumentException if such elements are not written
   */
  public void put(ByteBuffer to, double value) {
    switch (this) {
      case FLOAT -> to.putFloat((float) value);
      case DOUBLE -> to.putDouble(value);
      case FLOAT16 -> to.putShort(HalfFloats.toHalf(value));
      case BFLOAT16 -> to.putShort(HalfFloats.toBrain(value));
      case INT64 -> to.putLong((long) value);
      case INT32 -> to.putInt((int) value);
      case UINT8 -> to.put((byte) Math.round(value));
      case BOOL -> to.put((byte) (value == 0 ? 0 : 1));
      default -> throw new IllegalArgumentException("numbers do not go into " + text());
    }
  }
}
