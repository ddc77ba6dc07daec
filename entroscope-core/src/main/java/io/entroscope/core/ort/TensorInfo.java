package io.entroscope.core.ort;

import io.entroscope.onnx.ElementType;
import java.util.List;

/**
 * What ONNX Runtime knows of a model's input or output.
 *
 * @param name the tensor's name
 * @param type of its elements
 * @param shape −1 where it is free; empty for what is no tensor
 */
public record TensorInfo(String name, ElementType type, List<Long> shape) {
  public TensorInfo {
    shape = List.copyOf(shape);
  }
}
