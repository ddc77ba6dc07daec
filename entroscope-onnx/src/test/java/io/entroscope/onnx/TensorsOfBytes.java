package io.entroscope.onnx;

import com.google.protobuf.ByteString;
import io.entroscope.onnx.proto.TensorProto;

/** Tensors of int8, for quantized graphs. */
public final class TensorsOfBytes {
  private TensorsOfBytes() {}

  public static TensorProto of(String name, long[] dims, byte[] values) {
    TensorProto.Builder builder =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(ElementType.INT8.number())
            .setRawData(ByteString.copyFrom(values));
    for (long dim : dims) {
      builder.addDims(dim);
    }
    return builder.build();
  }
}
