package io.entroscope.result.block;

import java.util.List;

/**
 * How alike the stream is behind every two whole blocks: linear centred kernel alignment with the
 * unbiased estimator of HSIC (S. Kornblith et al., ICML 2019; L. Song et al., 2012), of the stream
 * pooled over tokens or places.
 *
 * @param layers the names of the layers that stand for the stream, without those where it does not
 *     vary
 * @param cka {@code [layers, layers]}, from −1 to 1
 * @param images how many images it is from
 */
public record StreamSimilarity(List<String> layers, double[][] cka, long images) {
  public StreamSimilarity {
    layers = List.copyOf(layers);
  }
}
