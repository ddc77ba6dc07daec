package io.entroscope.core;

import io.entroscope.core.AnalysisPlan.Tap;
import io.entroscope.stats.LayerCounts;
import io.entroscope.stats.LayerSamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts batches, in any order. Not for several threads: each has one of its own. */
final class BatchCounter {
  private final Map<Integer, Integer> placeOfSample;
  private final List<LayerCounts.Builder> layers = new ArrayList<>();
  private final List<Map<Integer, float[]>> samples = new ArrayList<>();
  private final long[][] confusion;
  private final int[] samplePredictions;

  /**
   * Starts from no images.
   *
   * @param placeOfSample by position, of the images whose activations are kept
   */
  BatchCounter(AnalysisPlan plan, Map<Integer, Integer> placeOfSample) {
    this.placeOfSample = placeOfSample;
    this.confusion = new long[plan.labels().size()][plan.outputs()];
    this.samplePredictions = new int[plan.samples().positions().length];
    Arrays.fill(samplePredictions, -1);
    for (Tap tap : plan.taps()) {
      layers.add(new LayerCounts.Builder(tap.units(), plan.labels().size(), plan.histograms()));
      samples.add(new TreeMap<>());
    }
  }

  /** Counts a batch. */
  void count(BatchTaps batch) {
    for (int i = 0; i < batch.count(); i++) {
      confusion[batch.label(i)][batch.predicted(i)]++;
      Integer sample = placeOfSample.get(batch.position(i));
      if (sample != null) {
        samplePredictions[sample] = batch.predicted(i);
      }
    }
    for (int t = 0; t < layers.size(); t++) {
      count(batch, t);
    }
  }

  private void count(BatchTaps batch, int t) {
    TapBatch tap = batch.tap(t);
    LayerCounts.Builder counts = layers.get(t);
    for (int place = 0; place < batch.count(); place++) {
      int i = batch.byClass(place);
      if (!tap.finite(i)) {
        counts.addNonFinite(batch.label(i));
        continue;
      }
      int offset = tap.offset(i);
      counts.add(
          batch.label(i), tap.activations(), offset, tap.max(i), tap.logSumExp(i), tap.entropy(i));
      Integer sample = placeOfSample.get(batch.position(i));
      if (sample != null) {
        samples
            .get(t)
            .put(sample, Arrays.copyOfRange(tap.activations(), offset, offset + tap.units()));
      }
    }
  }

  /** What several threads counted; their counters must not be used afterwards. */
  static ExactCounts sum(AnalysisPlan plan, List<BatchCounter> counters) {
    ExactCounts sum = ExactCounts.zero(plan);
    for (BatchCounter counter : counters) {
      sum = sum.merge(counter.allButLayers(sum.layers()));
    }
    List<LayerCounts> layers =
        Parallel.map(
            plan.options().threads(),
            plan.taps().size(),
            t -> LayerCounts.Builder.sum(counters.stream().map(of -> of.layers.get(t)).toList()));
    return new ExactCounts(layers, sum.samples(), sum.confusion(), sum.samplePredictions());
  }

  private ExactCounts allButLayers(List<LayerCounts> none) {
    return new ExactCounts(
        none, samples.stream().map(LayerSamples::new).toList(), confusion, samplePredictions);
  }
}
