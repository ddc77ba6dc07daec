package io.entroscope.onnx;

/**
 * A change of a model, which it leaves as it is: the answer is a new model, or the same instance if
 * there is nothing to change.
 */
public interface GraphEdit {
  /**
   * The edited model.
   *
   * @throws OnnxException if the edit cannot be made, with the reason
   */
  OnnxModel apply(OnnxModel model);
}
