package io.entroscope.core.run;

import io.entroscope.core.Parallel;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.ImageDetail;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.state.ExactCounts;
import io.entroscope.core.state.ImageRows;
import io.entroscope.stats.LayerCounts;
import io.entroscope.stats.LayerSamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Accumulates exact counts over bundles, in any order. Each thread has its own. */
final class CountAccumulator {
  private final List<Integer> labels;
  private final ImageDetail detail;
  private final Map<Integer, Integer> placeOfSample;
  private final List<LayerCounts.Builder> layers = new ArrayList<>();
  private final List<Map<Integer, float[]>> samples = new ArrayList<>();
  private final long[][] confusion;
  private final int[] samplePredictions;
  private final ImageRows.Builder images;

  /**
   * Starts from no images.
   *
   * @param placeOfSample by position, of the images whose activations are kept
   */
  CountAccumulator(AnalysisPlan plan, Map<Integer, Integer> placeOfSample) {
    this.labels = plan.labels();
    this.detail = plan.imageDetail();
    this.placeOfSample = placeOfSample;
    this.images = new ImageRows.Builder(detail);
    this.confusion = new long[plan.labels().size()][plan.outputs()];
    this.samplePredictions = new int[plan.samples().positions().length];
    Arrays.fill(samplePredictions, -1);
    for (Tap tap : plan.taps()) {
      layers.add(new LayerCounts.Builder(tap.units(), plan.labels().size(), plan.histograms()));
      samples.add(new TreeMap<>());
    }
  }

  /** Counts a bundle. */
  void count(BundleBuffer bundle) {
    for (int n = 0; n < bundle.count(); n++) {
      int i = bundle.byClass(n);
      confusion[bundle.place(i)][bundle.predicted(i)]++;
      Integer sample = placeOfSample.get(bundle.position(i));
      if (sample != null) {
        samplePredictions[sample] = bundle.predicted(i);
      }
    }
    if (detail.kept()) {
      keepRows(bundle);
    }
    for (int t = 0; t < layers.size(); t++) {
      count(bundle, t);
    }
  }

  private void keepRows(BundleBuffer bundle) {
    List<Integer> taps = detail.taps();
    for (int n = 0; n < bundle.count(); n++) {
      int i = bundle.inOrder(n);
      int label = labels.get(bundle.place(i));
      images.add(bundle.position(i), bundle.content(i), label, bundle.predicted(i));
      images.sure(bundle.confidence(i), bundle.margin(i));
      for (int layer = 0; layer < taps.size(); layer++) {
        TapBuffer tap = bundle.tap(taps.get(layer));
        images.entropy(layer, tap.finite(i) ? (float) tap.entropy(i) : Float.NaN);
      }
    }
  }

  private void count(BundleBuffer bundle, int t) {
    TapBuffer tap = bundle.tap(t);
    LayerCounts.Builder counts = layers.get(t);
    for (int n = 0; n < bundle.count(); n++) {
      int i = bundle.byClass(n);
      if (!tap.finite(i)) {
        counts.addNonFinite(bundle.place(i));
        continue;
      }
      int offset = tap.offset(i);
      counts.add(
          bundle.place(i), tap.activations(), offset, tap.max(i), tap.logSumExp(i), tap.entropy(i));
      Integer sample = placeOfSample.get(bundle.position(i));
      if (sample != null) {
        samples
            .get(t)
            .put(sample, Arrays.copyOfRange(tap.activations(), offset, offset + tap.units()));
      }
    }
  }

  /** The sum over several threads; the accumulators must not be used afterwards. */
  static ExactCounts sum(AnalysisPlan plan, List<CountAccumulator> accumulators) {
    ExactCounts sum = ExactCounts.zero(plan);
    for (CountAccumulator accumulator : accumulators) {
      sum = sum.merge(accumulator.allButLayers(sum.layers()));
    }
    List<LayerCounts> layers =
        Parallel.map(
            plan.options().threads(),
            plan.taps().size(),
            t ->
                LayerCounts.Builder.sum(
                    accumulators.stream().map(of -> of.layers.get(t)).toList()));
    return new ExactCounts(
        layers, sum.samples(), sum.confusion(), sum.samplePredictions(), sum.images());
  }

  private ExactCounts allButLayers(List<LayerCounts> none) {
    return new ExactCounts(
        none,
        samples.stream().map(LayerSamples::new).toList(),
        confusion,
        samplePredictions,
        images.build());
  }
}
