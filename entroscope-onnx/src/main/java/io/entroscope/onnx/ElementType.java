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
  UNDEFINED(0),
  FLOAT(Float.BYTES),
  UINT8(Byte.BYTES),
  INT8(Byte.BYTES),
  UINT16(Short.BYTES),
  INT16(Short.BYTES),
  INT32(Integer.BYTES),
  INT64(Long.BYTES),
  STRING(0),
  BOOL(Byte.BYTES),
  FLOAT16(Short.BYTES),
  DOUBLE(Double.BYTES),
  UINT32(Integer.BYTES),
  UINT64(Long.BYTES),
  COMPLEX64(2 * Float.BYTES),
  COMPLEX128(2 * Double.BYTES),
  BFLOAT16(Short.BYTES),
  FLOAT8E4M3FN(Byte.BYTES),
  FLOAT8E4M3FNUZ(Byte.BYTES),
  FLOAT8E5M2(Byte.BYTES),
  FLOAT8E5M2FNUZ(Byte.BYTES),
  /** Packed, two to a byte. */
  UINT4(0),
  /** Packed, two to a byte. */
  INT4(0),
  /** Packed, two to a byte. */
  FLOAT4E2M1(0);

  private static final Set<ElementType> FLOATING = EnumSet.of(FLOAT, DOUBLE, FLOAT16, BFLOAT16);

  private static final Map<String, ElementType> BY_NUMPY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toMap(ElementType::numpyName, Function.identity()));

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The type with a number of ONNX's; {@link #UNDEFINED} if there is none. */
  public static ElementType of(int number) {
    return number >= 0 && number < values().length ? values()[number] : UNDEFINED;
  }

  /**
   * The type that NumPy gives a name: {@code float32}, {@code int64}, {@code bool}; empty: none.
   */
  public static Optional<ElementType> ofNumpy(String name) {
    return Optional.ofNullable(BY_NUMPY_NAME.get(name));
  }

  /** ONNX's number for the type, {@code TensorProto.DataType}: its place in the order there. */
  public int number() {
    return ordinal();
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
