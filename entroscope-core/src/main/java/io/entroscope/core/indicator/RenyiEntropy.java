package io.entroscope.core.indicator;

import io.entroscope.core.indicator.internal.Gram;
import io.entroscope.result.layer.LayerIndicators.Renyi;
import java.util.Optional;

/** The matrix-based Rényi entropy of the sampled images: {@link Similarity#renyi}. */
final class RenyiEntropy implements LayerStatistic<Gram, Renyi> {
  @Override
  public Optional<Gram> state(Evidence layer) {
    return Optional.of(layer.gram()).filter(gram -> gram.images() >= 2);
  }

  @Override
  public Optional<Renyi> estimate(Gram gram) {
    double entropy = Similarity.renyi(gram);
    return Optional.of(
        new Renyi(entropy, Evidence.share(entropy, Math.log(gram.images())), gram.images()));
  }
}
