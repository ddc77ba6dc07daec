package io.entroscope.core.run;

import io.entroscope.core.Parallel;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.state.ExactCounts;
import io.entroscope.stats.LayerCounts;
import io.entroscope.stats.LayerSamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts bundles of batches, in any order. Not for several threads: each has one of its own. */
final class BundleCounter {
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
  BundleCounter(AnalysisPlan plan, Map<Integer, Integer> placeOfSample) {
    this.placeOfSample = placeOfSample;
    this.confusion = new long[plan.labels().size()][plan.outputs()];
    this.samplePredictions = new int[plan.samples().positions().length];
    Arrays.fill(samplePredictions, -1);
    for (Tap tap : plan.taps()) {
      layers.add(new LayerCounts.Builder(tap.units(), plan.labels().size(), plan.histograms()));
      samples.add(new TreeMap<>());
    }
  }

  /** Counts a bundle. */
  void count(BundleTaps bundle) {
    for (int place = 0; place < bundle.count(); place++) {
      int i = bundle.byClass(place);
      confusion[bundle.label(i)][bundle.predicted(i)]++;
      Integer sample = placeOfSample.get(bundle.position(i));
      if (sample != null) {
        samplePredictions[sample] = bundle.predicted(i);
      }
    }
    for (int t = 0; t < layers.size(); t++) {
      count(bundle, t);
    }
  }

  private void count(BundleTaps bundle, int t) {
    TapBundle tap = bundle.tap(t);
    LayerCounts.Builder counts = layers.get(t);
    for (int place = 0; place < bundle.count(); place++) {
      int i = bundle.byClass(place);
      if (!tap.finite(i)) {
        counts.addNonFinite(bundle.label(i));
        continue;
      }
      int offset = tap.offset(i);
      counts.add(
          bundle.label(i), tap.activations(), offset, tap.max(i), tap.logSumExp(i), tap.entropy(i));
      Integer sample = placeOfSample.get(bundle.position(i));
      if (sample != null) {
        samples
            .get(t)
            .put(sample, Arrays.copyOfRange(tap.activations(), offset, offset + tap.units()));
      }
    }
  }

  /** What several threads counted; their counters must not be used afterwards. */
  static ExactCounts sum(AnalysisPlan plan, List<BundleCounter> counters) {
    ExactCounts sum = ExactCounts.zero(plan);
    for (BundleCounter counter : counters) {
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
