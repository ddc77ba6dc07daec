package io.entroscope.core.indicator;

import io.entroscope.stats.LayerSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The activations of sampled images: {@code [m, n]}, in double.
 *
 * @param places of the images in the sample, increasing
 * @param values {@code [m, n]}
 */
record Rows(int[] places, DMatrixRMaj values) {
  /** More images than this are not taken: the work grows with their square. */
  private static final int MOST = 1000;

  /** The images that are in both samples. */
  static List<Rows> shared(LayerSamples a, LayerSamples b) {
    List<Integer> both = new ArrayList<>(a.rows().keySet());
    both.retainAll(b.rows().keySet());
    return List.of(of(a, both), of(b, both));
  }

  /** All images of a sample. */
  static Rows of(LayerSamples samples) {
    return of(samples, new ArrayList<>(samples.rows().keySet()));
  }

  private static Rows of(LayerSamples samples, List<Integer> places) {
    // Evenly spread where there are too many.
    int count = Math.min(MOST, places.size());
    int[] kept = new int[count];
    double[][] rows = new double[count][];
    for (int i = 0; i < count; i++) {
      kept[i] = places.get((int) ((long) i * places.size() / count));
      float[] row = Objects.requireNonNull(samples.rows().get(kept[i]));
      rows[i] = new double[row.length];
      for (int u = 0; u < row.length; u++) {
        rows[i][u] = row[u];
      }
    }
    return new Rows(kept, count == 0 ? new DMatrixRMaj(0, 0) : new DMatrixRMaj(rows));
  }

  int count() {
    return places.length;
  }

  int units() {
    return values.getNumCols();
  }

  /** These rows less their mean. */
  DMatrixRMaj centred() {
    DMatrixRMaj centred = values.copy();
    for (int u = 0; u < units(); u++) {
      double mean = 0;
      for (int i = 0; i < count(); i++) {
        mean += values.get(i, u) / count();
      }
      for (int i = 0; i < count(); i++) {
        centred.add(i, u, -mean);
      }
    }
    return centred;
  }

  /** {@code X Xᵀ} of rows: {@code [m, m]}. */
  static DMatrixRMaj gram(DMatrixRMaj rows) {
    DMatrixRMaj gram = new DMatrixRMaj(rows.getNumRows(), rows.getNumRows());
    CommonOps_DDRM.multTransB(rows, rows, gram);
    return gram;
  }
}
