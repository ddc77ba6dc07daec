package io.entroscope.torch.maximize;

import io.entroscope.torch.Libtorch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Images as sums of two-dimensional cosines (the orthonormal DCT-II), with small weights for high
 * frequencies: equal changes of the coefficients change coarse structure more than fine structure,
 * which keeps gradient ascent from producing noise (C. Olah et al.: "Feature Visualization",
 * Distill, 2017, which uses Fourier's basis). Owns native memory.
 */
final class CosineBasis implements AutoCloseable {
  private final Tensor rows;
  private final Tensor columns;
  private final Tensor weights;

  CosineBasis(int height, int width, double decay) {
    Tensor[] cosines =
        Libtorch.withoutGradients(
            () ->
                new Tensor[] {
                  Libtorch.keep(basis(height)),
                  Libtorch.keep(basis(width)),
                  Libtorch.keep(weights(height, width, decay))
                });
    this.rows = cosines[0];
    this.columns = cosines[1];
    this.weights = cosines[2];
  }

  /** Row k holds the k-th cosine at each of {@code size} places. */
  private static Tensor basis(int size) {
    float[] values = new float[size * size];
    for (int k = 0; k < size; k++) {
      double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / size);
      for (int x = 0; x < size; x++) {
        values[k * size + x] = (float) (scale * Math.cos(Math.PI * (x + 0.5) * k / size));
      }
    }
    return Tensor.create(values, size, size);
  }

  private static Tensor weights(int height, int width, double decay) {
    float[] values = new float[height * width];
    double total = 0;
    for (int v = 0; v < height; v++) {
      for (int u = 0; u < width; u++) {
        double frequency = Math.max(1, Math.hypot(v, u));
        double weight = Math.pow(frequency, -decay);
        values[v * width + u] = (float) weight;
        total += weight * weight;
      }
    }
    // So that standard normal coefficients give pixels of variance 1 whatever the decay is.
    float scale = (float) Math.sqrt(values.length / total);
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale;
    }
    return Tensor.create(values, height, width);
  }

  /** The images of these coefficients, both of shape [N, C, H, W]. */
  Tensor images(Tensor coefficients) {
    Tensor spectrum = torch.mul(coefficients, weights);
    return torch.matmul(torch.matmul(rows.transpose(0, 1), spectrum), columns);
  }

  @Override
  public void close() {
    rows.close();
    columns.close();
    weights.close();
  }
}
