package io.entroscope.torch.graph;

import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.proto.TensorProto;
import io.entroscope.torch.TorchException;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Which libtorch type stands for which ONNX element type. */
public enum ElementTypes {
  /** Every type is computed in as the model says. */
  AS_WRITTEN,

  /** Numbers of 32 bits with fractions are computed in 64, to measure what rounding does. */
  FLOAT64;

  /**
   * The libtorch type for an ONNX element type.
   *
   * @throws TorchException if there is none, as for text
   */
  ScalarType of(int onnx) {
    ElementType type = ElementType.of(onnx);
    if (type == ElementType.UNDEFINED) {
      throw new TorchException("element type " + onnx + " is unknown");
    }
    return switch (type) {
      case FLOAT -> this == FLOAT64 ? ScalarType.Double : ScalarType.Float;
      case DOUBLE -> ScalarType.Double;
      case FLOAT16 -> ScalarType.Half;
      case BFLOAT16 -> ScalarType.BFloat16;
      case INT64 -> ScalarType.Long;
      case INT32 -> ScalarType.Int;
      case INT16 -> ScalarType.Short;
      case INT8 -> ScalarType.Char;
      case UINT8 -> ScalarType.Byte;
      case BOOL -> ScalarType.Bool;
      default -> throw new TorchException("element type " + type + " is not supported");
    };
  }

  /** The libtorch type for the values of a tensor. */
  ScalarType of(TensorProto tensor) {
    return of(tensor.getDataType());
  }
}
