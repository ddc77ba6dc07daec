package io.entroscope.core.state;

import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.stats.LayerCounts;
import io.entroscope.stats.LayerSamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All counts; they are exact, so that the order of merging does not matter.
 *
 * @param layers by tap point
 * @param samples by tap point
 * @param confusion {@code [C, P]}
 * @param samplePredictions by index in the sample; −1 if the image is not in this part
 * @param images what the model made of each image, as far as the plan keeps it
 */
public record ExactCounts(
    List<LayerCounts> layers,
    List<LayerSamples> samples,
    long[][] confusion,
    int[] samplePredictions,
    ImageRows images) {
  public ExactCounts {
    layers = List.copyOf(layers);
    samples = List.copyOf(samples);
  }

  public static ExactCounts zero(AnalysisPlan plan) {
    int classes = plan.labels().size();
    List<LayerCounts> layers = new ArrayList<>();
    List<LayerSamples> samples = new ArrayList<>();
    for (Tap tap : plan.taps()) {
      layers.add(LayerCounts.zero(tap.units(), classes, plan.histograms()));
      samples.add(LayerSamples.ZERO);
    }
    int[] predictions = new int[plan.samples().positions().length];
    Arrays.fill(predictions, -1);
    return new ExactCounts(
        layers, samples, new long[classes][plan.outputs()], predictions, ImageRows.none(plan));
  }

  public ExactCounts merge(ExactCounts that) {
    List<LayerCounts> mergedLayers = new ArrayList<>();
    List<LayerSamples> mergedSamples = new ArrayList<>();
    for (int t = 0; t < layers.size(); t++) {
      mergedLayers.add(layers.get(t).merge(that.layers.get(t)));
      mergedSamples.add(samples.get(t).merge(that.samples.get(t)));
    }
    long[][] sum = new long[confusion.length][];
    for (int c = 0; c < sum.length; c++) {
      sum[c] = confusion[c].clone();
      for (int p = 0; p < sum[c].length; p++) {
        sum[c][p] += that.confusion[c][p];
      }
    }
    int[] predictions = samplePredictions.clone();
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = Math.max(predictions[i], that.samplePredictions[i]);
    }
    return new ExactCounts(
        mergedLayers, mergedSamples, sum, predictions, images.merge(that.images));
  }
}
