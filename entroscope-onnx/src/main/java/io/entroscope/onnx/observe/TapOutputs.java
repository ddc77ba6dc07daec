package io.entroscope.onnx.observe;

/**
 * The outputs in which an observed model gives one tap point, float32 both.
 *
 * @param point the tap point
 * @param pooled the activation of each image, [B, n]
 * @param statistics numbers of each image, [B, 4]: the columns {@link #MAXIMUM}, {@link
 *     #LOG_SUM_EXP}, {@link #ENTROPY} and {@link #SUM_OF_SQUARES} of its activation
 */
public record TapOutputs(TapPoint point, String pooled, String statistics) {
  /** Column of the largest activation. */
  public static final int MAXIMUM = 0;

  /** Column of ln Σ exp(x). */
  public static final int LOG_SUM_EXP = 1;

  /** Column of the entropy of softmax(x), in nats; NaN if any activation is not finite. */
  public static final int ENTROPY = 2;

  /** Column of Σ x²; infinite where it leaves the range of float32. */
  public static final int SUM_OF_SQUARES = 3;

  /** The number of columns. */
  public static final int COLUMNS = 4;
}
