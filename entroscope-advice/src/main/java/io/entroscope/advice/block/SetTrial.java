package io.entroscope.advice.block;

import java.util.List;

/**
 * Several residual blocks of one network really taken out together.
 *
 * @param network its name
 * @param sha256 of its file
 * @param candidates how many blocks could have gone
 * @param choice how those that went were chosen: {@link #SPAN}, {@link #RANDOM}, or the name of an
 *     indicator, of which they are those with the highest scores
 * @param out their names, in order of depth
 * @param accuracyWhole of the network on the test examples
 * @param accuracyWithout of what was left, repaired, on the same examples
 * @param examples tested
 */
public record SetTrial(
    String network,
    String sha256,
    int candidates,
    String choice,
    List<String> out,
    double accuracyWhole,
    double accuracyWithout,
    long examples) {
  /** The span of least influence of each chain: one of the choices that pruning tries. */
  public static final String SPAN = "least influence of a span";

  /** By chance; one trial for each draw. */
  public static final String RANDOM = "random";

  public SetTrial {
    out = List.copyOf(out);
  }

  /** The accuracy that was lost; below 0 where some was gained. */
  public double loss() {
    return accuracyWhole - accuracyWithout;
  }
}
