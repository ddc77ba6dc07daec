package io.entroscope.benchmarks;

import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.data.batch.DecodedImages;

/** Reads and decodes all batches of a plan, on as many threads as it infers on. */
final class Decoding {
  private Decoding() {}

  /** Keeps them. */
  static DecodedImages kept(AnalysisPlan plan) {
    try (BatchReader reader = open(plan)) {
      return DecodedImages.of(reader);
    }
  }

  /** Throws them away: what decoding alone takes. */
  static void bare(AnalysisPlan plan) {
    try (BatchReader reader = open(plan)) {
      for (Batch of = reader.next(); of != null; of = reader.next()) {
        of.close();
      }
    }
  }

  private static BatchReader open(AnalysisPlan plan) {
    int threads = plan.options().threads();
    return plan.read(new Ahead(threads, 2 * threads + 2));
  }
}
