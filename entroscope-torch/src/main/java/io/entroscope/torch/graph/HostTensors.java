package io.entroscope.torch.graph;

import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.TensorProto;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Values between Java's arrays, ONNX tensors and libtorch's tensors, in row-major order. */
public final class HostTensors {
  private HostTensors() {}

  /** A libtorch tensor of an ONNX tensor's values, in the type that {@code types} gives it. */
  static Tensor of(OnnxModel model, TensorProto proto, ElementTypes types) {
    ScalarType type = types.of(proto);
    long[] dims = Tensors.dims(proto);
    if (Tensors.elements(dims) == 0) {
      return Tensor.create(new float[0]).reshape(dims).to(type);
    }
    if (!Tensors.isFloating(proto)) {
      return Tensor.create(Tensors.longs(model, proto), dims).to(type);
    }
    if (Tensors.type(proto) == ElementType.DOUBLE) {
      return Tensor.create(Tensors.doubles(model, proto), dims).to(type);
    }
    return Tensor.create(Tensors.floats(model, proto), dims).to(type);
  }

  /** The values of a tensor of any number type, as float32. */
  public static float[] floats(Tensor tensor) {
    Tensor dense = tensor.detach().to(ScalarType.Float).contiguous();
    float[] values = new float[Math.toIntExact(dense.numel())];
    if (values.length > 0) {
      dense.data_ptr_float().get(values);
    }
    return values;
  }

  /** The values of a tensor of any number type, as float64. */
  public static double[] doubles(Tensor tensor) {
    Tensor dense = tensor.detach().to(ScalarType.Double).contiguous();
    double[] values = new double[Math.toIntExact(dense.numel())];
    if (values.length > 0) {
      dense.data_ptr_double().get(values);
    }
    return values;
  }

  /** The values of a tensor of whole numbers or truth values. */
  public static long[] longs(Tensor tensor) {
    Tensor dense = tensor.to(ScalarType.Long).contiguous();
    long[] values = new long[Math.toIntExact(dense.numel())];
    if (values.length > 0) {
      dense.data_ptr_long().get(values);
    }
    return values;
  }

  /** An ONNX tensor of this name and element type with a libtorch tensor's values. */
  static TensorProto proto(String name, ElementType type, Tensor tensor) {
    if (type == ElementType.FLOAT) {
      return Tensors.ofFloats(name, tensor.shape(), floats(tensor));
    }
    return Tensors.of(name, type, tensor.shape(), doubles(tensor));
  }
}
