package io.entroscope.onnx;

import java.util.Random;

/** Seeded random weights and inputs. */
public final class RandomValues {
  private final Random random;

  public RandomValues(long seed) {
    this.random = new Random(seed);
  }

  /** Gaussian values of this standard deviation. */
  public float[] gaussian(int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  /** A Gaussian input of this shape. */
  public Ort.Value input(long... shape) {
    return Ort.Value.of(shape, gaussian((int) Tensors.elements(shape), 1));
  }

  /** Adds weights of He's deviation for this fan-in. */
  public String weights(GraphBuilder builder, String name, int inputs, long... shape) {
    return builder.floats(
        name, shape, gaussian((int) Tensors.elements(shape), Math.sqrt(2.0 / inputs)));
  }

  /** Adds a vector of small values. */
  public String bias(GraphBuilder builder, String name, int units) {
    return builder.floats(name, new long[] {units}, gaussian(units, 0.1));
  }
}
