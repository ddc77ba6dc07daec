package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.stats.LayerCounts.Histograms;
import io.entroscope.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** States and their estimates against a plain computation from all images at once. */
class LayerStateTest {
  private static final int CLASSES = 3;
  private static final int GROUPS = 20;

  /** Made-up images of one layer, with what the model's graph would have computed of each. */
  private record Images(List<float[]> rows, int[] labels, int[] groups) {
    static Images make(int count, int units, Random random) {
      List<float[]> rows = new ArrayList<>();
      int[] labels = new int[count];
      int[] groups = new int[count];
      for (int i = 0; i < count; i++) {
        labels[i] = i % CLASSES;
        groups[i] = random.nextInt(GROUPS);
        float[] row = new float[units];
        for (int u = 0; u < units; u++) {
          row[u] =
              Math.max(0, (float) random.nextGaussian() * 2 + (u % CLASSES == labels[i] ? 3 : 0));
        }
        rows.add(row);
      }
      return new Images(rows, labels, groups);
    }

    LayerState state(int from, int to, Histograms histograms) {
      int units = rows.get(0).length;
      LayerSums.Builder sums = new LayerSums.Builder(units, CLASSES, GROUPS);
      LayerCounts.Builder counts = new LayerCounts.Builder(units, CLASSES, histograms);
      Map<Integer, float[]> samples = new java.util.HashMap<>();
      for (int i = from; i < to; i++) {
        float[] row = rows.get(i);
        double entropy = Softmax.entropy(toDouble(row), 1);
        sums.add(labels[i], groups[i], row, 0, squares(row), entropy);
        counts.add(labels[i], row, 0, max(row), (float) logSumExp(row), entropy);
        samples.put(i, row);
      }
      return new LayerState(sums.build(), counts.build(), new LayerSamples(samples));
    }
  }

  private static LayerState merge(LayerState a, LayerState b) {
    return new LayerState(
        a.sums().merge(b.sums()), a.counts().merge(b.counts()), a.samples().merge(b.samples()));
  }

  private static double[] toDouble(float[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i];
    }
    return y;
  }

  private static double squares(float[] x) {
    double sum = 0;
    for (float v : x) {
      sum += (double) v * v;
    }
    return sum;
  }

  private static float max(float[] x) {
    float max = x[0];
    for (float v : x) {
      max = Math.max(max, v);
    }
    return max;
  }

  private static double logSumExp(float[] x) {
    double sum = 0;
    for (float v : x) {
      sum += Math.exp(v - max(x));
    }
    return max(x) + Math.log(sum);
  }

  @ParameterizedTest
  @CsvSource({"1,60", "13,61", "207,300"})
  void aSplitAnywhereGivesTheSame(int units, int count) {
    Random random = Seeds.random("split" + units);
    Images images = Images.make(count, units, random);
    LayerState whole = images.state(0, count, Histograms.PER_CLASS);
    for (int round = 0; round < 10; round++) {
      int cut = random.nextInt(count + 1);
      LayerState merged =
          merge(
              images.state(0, cut, Histograms.PER_CLASS),
              images.state(cut, count, Histograms.PER_CLASS));

      assertThat(merged.counts()).as(Seeds.replay()).isEqualTo(whole.counts());
      for (int label = 0; label < CLASSES; label++) {
        for (int g = 0; g < GROUPS; g++) {
          double[] a = new double[units];
          double[] b = new double[units];
          merged.sums().addTo(a, label, g);
          whole.sums().addTo(b, label, g);
          assertThat(merged.sums().images(label, g)).isEqualTo(whole.sums().images(label, g));
          assertThat(a).as(Seeds.replay()).containsExactly(b, within(1e-9));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Histograms.class)
  void zeroChangesNothing(Histograms histograms) {
    Images images = Images.make(40, 5, Seeds.random("zero"));
    LayerState state = images.state(0, 40, histograms);
    LayerState zero =
        new LayerState(
            LayerSums.zero(5, CLASSES, GROUPS),
            LayerCounts.zero(5, CLASSES, histograms),
            LayerSamples.ZERO);

    assertThat(merge(zero, state).sums()).isEqualTo(state.sums());
    assertThat(merge(state, zero).sums()).isEqualTo(state.sums());
    assertThat(merge(zero, state).counts()).isEqualTo(state.counts());
    assertThat(merge(state, zero).counts()).isEqualTo(state.counts());
    assertThat(state.counts().histograms()).isEqualTo(histograms);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 13, 207})
  void estimatesAgreeWithThePlainComputation(int units) {
    int count = 240;
    Images images = Images.make(count, units, Seeds.random("estimate" + units));
    LayerEstimate estimate =
        new LayerEstimator(images.state(0, count, Histograms.PER_CLASS), images.labels())
            .estimate();

    double squares = 0;
    for (float[] row : images.rows()) {
      squares += squares(row);
    }
    double rms = Math.sqrt(squares / ((double) count * units));
    assertThat(estimate.rms()).isEqualTo(rms, within(1e-12));
    for (int label = 0; label < CLASSES; label++) {
      double[] mean = new double[units];
      double imageEntropy = 0;
      double standardised = 0;
      int n = 0;
      for (int i = 0; i < count; i++) {
        if (images.labels()[i] == label) {
          n++;
          double[] row = toDouble(images.rows().get(i));
          imageEntropy += Softmax.entropy(row, 1);
          standardised += Softmax.entropy(row, 1 / rms);
          for (int u = 0; u < units; u++) {
            mean[u] += row[u];
          }
        }
      }
      for (int u = 0; u < units; u++) {
        mean[u] /= n;
      }
      ClassEstimate of = estimate.classes().get(label);
      assertThat(of.images()).isEqualTo(n);
      assertThat(of.mean()).containsExactly(mean, within(1e-12));
      assertThat(of.pattern()).containsExactly(Softmax.of(mean), within(1e-12));
      assertThat(of.patternEntropy().value()).isEqualTo(Softmax.entropy(mean, 1), within(1e-12));
      assertThat(of.patternEntropyStandardized().value())
          .isEqualTo(Softmax.entropy(mean, 1 / rms), within(1e-12));
      assertThat(of.imageEntropy().moments().mean()).isEqualTo(imageEntropy / n, within(1e-12));
      assertThat(of.imageEntropy().mean().value()).isEqualTo(imageEntropy / n, within(1e-12));
      assertThat(of.imageEntropy().mean().standardError().orElseThrow())
          .as(Seeds.replay())
          .isEqualTo(
              of.imageEntropy().moments().standardError(),
              within(of.imageEntropy().moments().standardError()));
      assertThat(of.imageEntropy().standardized().mean())
          .isEqualTo(standardised / n, within(1e-12));
      assertThat(java.util.Arrays.stream(of.wins()).sum()).isEqualTo(n);
      assertThat(java.util.Arrays.stream(of.imageEntropy().histogram()).sum()).isEqualTo(n);
    }
    assertThat(estimate.all().images()).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 1, 100})
  void theStandardisedEntropyDoesNotSeeTheScale(double scale) {
    Images images = Images.make(120, 31, Seeds.random("scale"));
    List<float[]> scaled = new ArrayList<>();
    for (float[] row : images.rows()) {
      float[] copy = row.clone();
      for (int u = 0; u < copy.length; u++) {
        copy[u] *= (float) scale;
      }
      scaled.add(copy);
    }
    Images others = new Images(scaled, images.labels(), images.groups());
    ClassEstimate a = all(images);
    ClassEstimate b = all(others);

    assertThat(b.patternEntropyStandardized().value())
        .isEqualTo(a.patternEntropyStandardized().value(), within(1e-6));
    assertThat(b.imageEntropy().standardized().mean())
        .isEqualTo(a.imageEntropy().standardized().mean(), within(1e-6));
  }

  private static ClassEstimate all(Images images) {
    return new LayerEstimator(images.state(0, 120, Histograms.NONE), images.labels())
        .estimate()
        .all();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 64})
  void theJackknifeErrorIsTheSpreadOverRepeatedSamples(int units) {
    Random random = Seeds.random("jackknife" + units);
    int repeats = 200;
    Moments values = Moments.ZERO;
    Moments errors = Moments.ZERO;
    for (int r = 0; r < repeats; r++) {
      Images images = Images.make(600, units, random);
      ClassEstimate of =
          new LayerEstimator(images.state(0, 600, Histograms.NONE), images.labels())
              .estimate()
              .classes()
              .get(0);
      values = values.add(of.patternEntropy().value());
      errors = errors.add(of.patternEntropy().standardError().orElseThrow());
    }

    // Both sides are themselves estimates from 200 repetitions: each is within about 10%.
    assertThat(errors.mean() / values.standardDeviation()).as(Seeds.replay()).isBetween(0.8, 1.3);
  }

  @org.junit.jupiter.api.Test
  void smallClassesGetNoError() {
    Images images = Images.make(99, 8, Seeds.random("small"));
    LayerEstimate estimate =
        new LayerEstimator(images.state(0, 99, Histograms.NONE), images.labels()).estimate();

    assertThat(estimate.classes().get(0).patternEntropy().standardError()).isEmpty();
    assertThat(estimate.all().patternEntropy().standardError()).isPresent();
  }

  @org.junit.jupiter.api.Test
  void aClassWithoutImagesIsRefused() {
    Images images = Images.make(40, 8, Seeds.random("empty"));
    java.util.Arrays.fill(images.labels(), 1);
    LayerState state = images.state(0, 40, Histograms.NONE);

    assertThatThrownBy(() -> new LayerEstimator(state, images.labels()).estimate())
        .hasMessageContaining("no image");
  }

  @org.junit.jupiter.api.Test
  void statesOfOtherSizesDoNotMerge() {
    assertThatThrownBy(() -> LayerSums.zero(3, 2, 20).merge(LayerSums.zero(4, 2, 20)))
        .hasMessageContaining("3 units");
    assertThatThrownBy(
            () ->
                LayerCounts.zero(3, 2, Histograms.NONE)
                    .merge(LayerCounts.zero(3, 2, Histograms.POOLED)))
        .hasMessageContaining("histograms");
    assertThatThrownBy(
            () ->
                new LayerSamples(Map.of(1, new float[3]))
                    .merge(new LayerSamples(Map.of(1, new float[3]))))
        .hasMessageContaining("counted twice");
  }

  @Test
  void countsGoOnWhereSmallCountersAreFull() {
    float[] row = {-1, 0, Float.MIN_VALUE, 3};
    long images = 3 * (Character.MAX_VALUE + 1L) + 5;
    for (Histograms histograms : Histograms.values()) {
      LayerCounts.Builder counts = new LayerCounts.Builder(row.length, 2, histograms);
      for (long i = 0; i < images; i++) {
        counts.add((int) (i % 2), row, 0, 3, (float) logSumExp(row), 0.2);
      }
      counts.addNonFinite(1);
      LayerCounts state = counts.build();

      long even = (images + 1) / 2;
      assertThat(state.active(0)).containsExactly(0, 0, even, even);
      assertThat(state.active(1)).containsExactly(0, 0, images - even, images - even);
      assertThat(state.wins(0)).containsExactly(0, 0, 0, even);
      assertThat(state.nonFinite(1)).isEqualTo(1);
      int rows = histograms == Histograms.PER_CLASS ? 2 : histograms == Histograms.POOLED ? 1 : 0;
      long[][] bins = new long[row.length][ProbabilityBins.COUNT];
      state.probabilities(0, rows, 0, row.length, bins);
      for (long[] unit : bins) {
        assertThat(Arrays.stream(unit).sum()).isEqualTo(rows == 0 ? 0 : images);
      }
      long[][] inner = new long[2][ProbabilityBins.COUNT];
      for (int again = 0; again < 2; again++) {
        state.probabilities(0, rows, 1, 3, inner);
        assertThat(inner).isDeepEqualTo(new long[][] {bins[1], bins[2]});
      }
      LayerCounts twice = state.merge(state);
      assertThat(twice.nonFinite(1)).isEqualTo(2);
      assertThat(twice.wins(0)).containsExactly(0, 0, 0, 2 * even);
      assertThat(twice).isNotEqualTo(state).isEqualTo(state.merge(counts.build()));
    }
  }
}
