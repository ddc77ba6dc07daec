package io.entroscope.stats;

import io.entroscope.stats.inference.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns a finished {@link LayerState} into values with their uncertainty. Nothing else computes an
 * entropy from a state.
 */
public final class LayerEstimator {
  private static final int NO_GROUP = -1;

  private final LayerState state;
  private final int units;
  private final int groups;
  private final double rmsOfAll;
  private final double[] rmsWithout;
  // In the order of the sample: their classes, activations and, once their class is estimated, the
  // entropies of their standardised activations.
  private final int[] sampleLabels;
  private final List<float[]> samples = new ArrayList<>();
  private final double[] sampleEntropies;

  /**
   * An estimator over one state.
   *
   * @param state of a layer
   * @param sampleLabels {@code [samples]}: the class of each sampled image, by its place
   */
  public LayerEstimator(LayerState state, int[] sampleLabels) {
    this.state = state;
    this.units = state.sums().units();
    this.groups = state.sums().groups();
    this.rmsOfAll = rms(NO_GROUP);
    this.rmsWithout = IntStream.range(0, groups).mapToDouble(this::rms).toArray();
    this.sampleLabels =
        state.samples().rows().keySet().stream().mapToInt(place -> sampleLabels[place]).toArray();
    this.samples.addAll(state.samples().rows().values());
    this.sampleEntropies = new double[samples.size()];
  }

  /**
   * The estimates for every class and all together.
   *
   * @throws IllegalStateException if a class has no image of finite activation
   */
  public LayerEstimate estimate() {
    return together(IntStream.of(allLabels()).mapToObj(this::ofClass).toList());
  }

  /**
   * The estimates for one class. Different classes may be estimated by different threads.
   *
   * @throws IllegalStateException if it has no image of finite activation
   */
  public ClassEstimate ofClass(int label) {
    double scale = standardizing(NO_GROUP);
    for (int i = 0; i < sampleLabels.length; i++) {
      if (sampleLabels[i] == label) {
        sampleEntropies[i] = Softmax.entropy(samples.get(i), scale);
      }
    }
    return estimate(new int[] {label});
  }

  /**
   * The estimates for all classes together.
   *
   * @param classes what {@link #ofClass} gave for every class
   */
  public LayerEstimate together(List<ClassEstimate> classes) {
    long nonFinite = 0;
    for (int label : allLabels()) {
      nonFinite += state.counts().nonFinite(label);
    }
    return new LayerEstimate(units, rmsOfAll, nonFinite, estimate(allLabels()), classes);
  }

  private int[] allLabels() {
    return IntStream.range(0, state.sums().classes()).toArray();
  }

  private ClassEstimate estimate(int[] labels) {
    double[][] sums = new double[groups][units];
    long[] sizes = new long[groups];
    Moments[] entropies = new Moments[groups];
    Moments entropy = Moments.ZERO;
    for (int g = 0; g < groups; g++) {
      entropies[g] = Moments.ZERO;
      for (int label : labels) {
        state.sums().addTo(sums[g], label, g);
        sizes[g] += state.sums().images(label, g);
        entropies[g] = entropies[g].merge(state.sums().entropy(label, g));
        entropy = entropy.merge(state.sums().entropy(label, g));
      }
    }
    double[] total = new double[units];
    for (double[] sum : sums) {
      for (int i = 0; i < units; i++) {
        total[i] += sum[i];
      }
    }
    long images = entropy.count();
    if (images == 0) {
      throw new IllegalStateException("no image of finite activation");
    }
    double[] mean = scaled(total, 1.0 / images);
    PatternEntropies pattern = patternEntropies(total, images, sums, sizes);
    return new ClassEstimate(
        images,
        pattern.asIs(),
        pattern.standardized(),
        new ClassEstimate.ImageEntropies(
            entropy,
            imageEntropy(entropy, entropies, sizes),
            histogram(labels),
            standardizedImageEntropy(labels)),
        neverActive(labels),
        mean,
        Softmax.of(mean),
        wins(labels));
  }

  private record PatternEntropies(Replicated asIs, Replicated standardized) {}

  /** The entropies of softmax(total / images), and of that standardised; errors from the groups. */
  private PatternEntropies patternEntropies(
      double[] total, long images, double[][] sums, long[] sizes) {
    double[] mean = scaled(total, 1.0 / images);
    double asIs = Softmax.entropy(mean, 1);
    double standardized = Softmax.entropy(mean, standardizing(NO_GROUP));
    double[] asIsWithout = new double[groups];
    double[] standardizedWithout = new double[groups];
    double[] rest = new double[units];
    for (int g = 0; g < groups; g++) {
      if (sizes[g] == 0 || sizes[g] == images) {
        asIsWithout[g] = asIs;
        standardizedWithout[g] = standardized;
        continue;
      }
      for (int i = 0; i < units; i++) {
        rest[i] = (total[i] - sums[g][i]) / (images - sizes[g]);
      }
      asIsWithout[g] = Softmax.entropy(rest, 1);
      standardizedWithout[g] = Softmax.entropy(rest, standardizing(g));
    }
    Range range = Range.entropy(units);
    return new PatternEntropies(
        new Replicated(asIs, asIsWithout, sizes, images, range),
        new Replicated(standardized, standardizedWithout, sizes, images, range));
  }

  private Replicated imageEntropy(Moments all, Moments[] byGroup, long[] sizes) {
    double[] without = new double[groups];
    for (int g = 0; g < groups; g++) {
      long rest = all.count() - byGroup[g].count();
      // The mean of the rest, as its distance from the mean of all.
      without[g] =
          rest == 0
              ? all.mean()
              : all.mean() - (byGroup[g].mean() - all.mean()) * byGroup[g].count() / rest;
    }
    return new Replicated(all.mean(), without, sizes, all.count(), Range.entropy(units));
  }

  /** The root mean square over all images and units, except those of one group. */
  private double rms(int withoutGroup) {
    double squares = 0;
    long images = 0;
    for (int label = 0; label < state.sums().classes(); label++) {
      for (int g = 0; g < groups; g++) {
        if (g != withoutGroup) {
          squares += state.sums().squares(label, g);
          images += state.sums().images(label, g);
        }
      }
    }
    return images == 0 ? 0 : Math.sqrt(squares / ((double) images * units));
  }

  /** What standardises activations; a layer that is 0 throughout stays 0. */
  private double standardizing(int withoutGroup) {
    double rms = withoutGroup == NO_GROUP ? rmsOfAll : rmsWithout[withoutGroup];
    return rms == 0 ? 1 : 1 / rms;
  }

  private Moments standardizedImageEntropy(int[] labels) {
    boolean[] wanted = new boolean[state.sums().classes()];
    for (int label : labels) {
      wanted[label] = true;
    }
    Moments moments = Moments.ZERO;
    for (int i = 0; i < sampleLabels.length; i++) {
      if (wanted[sampleLabels[i]]) {
        moments = moments.add(sampleEntropies[i]);
      }
    }
    return moments;
  }

  private long[] histogram(int[] labels) {
    long[] total = new long[EntropyBins.COUNT];
    for (int label : labels) {
      addRow(total, state.counts().entropies(label));
    }
    return total;
  }

  private long[] wins(int[] labels) {
    long[] total = new long[units];
    for (int label : labels) {
      addRow(total, state.counts().wins(label));
    }
    return total;
  }

  private double neverActive(int[] labels) {
    long[] active = new long[units];
    for (int label : labels) {
      addRow(active, state.counts().active(label));
    }
    long never = 0;
    for (long count : active) {
      never += count == 0 ? 1 : 0;
    }
    return (double) never / units;
  }

  private static void addRow(long[] total, long[] row) {
    for (int i = 0; i < total.length; i++) {
      total[i] += row[i];
    }
  }

  private static double[] scaled(double[] x, double factor) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * factor;
    }
    return y;
  }
}
