package io.entroscope.core.indicator;

import io.entroscope.result.Interval;
import io.entroscope.result.layer.LayerIndicators.Probe;
import io.entroscope.result.layer.Spectrum;
import io.entroscope.stats.inference.Wilson;
import java.util.Optional;

/** How well a linear classifier reads the label from a layer: {@link RidgeProbe}. */
final class LinearProbe implements LayerStatistic<Evidence, Probe> {
  /** A layer with at least two classes, and two sampled images for each. */
  @Override
  public Optional<Evidence> state(Evidence layer) {
    return Optional.of(layer)
        .filter(of -> of.classes() >= 2 && of.sample().count() >= 2 * of.classes());
  }

  @Override
  public Optional<Probe> estimate(Evidence layer) {
    int[] labels = layer.sampleClasses();
    boolean enough = layer.images() >= 2L * labels.length;
    boolean held = layer.moments().hasCovariance() && enough;
    RidgeProbe.Score score =
        held
            ? RidgeProbe.heldOut(
                layer.moments().ofAll(),
                layer.classSums(),
                layer.classImages(),
                layer.sample(),
                labels,
                layer.multiplier())
            : RidgeProbe.halves(layer.gram(), labels, layer.classes());
    return Optional.of(
        new Probe(
            (double) score.hits() / score.tried(),
            Interval.of(Wilson.interval(score.hits(), score.tried())),
            score.tried(),
            score.fitted(),
            held ? Spectrum.COVARIANCE : Spectrum.SAMPLE,
            RidgeProbe.RIDGE));
  }
}
