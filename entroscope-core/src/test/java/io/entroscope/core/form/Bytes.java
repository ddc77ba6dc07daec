package io.entroscope.core.form;

import com.google.protobuf.ByteString;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.proto.TensorProto;
import java.util.Arrays;

/** Tensors of bytes, as quantised weights and zero points are. */
final class Bytes {
  private Bytes() {}

  /** Adds a tensor of int8 or uint8. */
  static String in(GraphBuilder b, String name, boolean signed, long[] dims, byte... values) {
    ElementType type = signed ? ElementType.INT8 : ElementType.UINT8;
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.number())
            .setRawData(ByteString.copyFrom(values));
    Arrays.stream(dims).forEach(tensor::addDims);
    return b.initializer(tensor.build());
  }
}
