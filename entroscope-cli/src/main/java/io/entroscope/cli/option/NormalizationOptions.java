package io.entroscope.cli.option;

import io.entroscope.data.image.Preprocessing;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What pixels are shifted and divided by. */
public final class NormalizationOptions {
  @Option(
      names = "--mean",
      paramLabel = "M,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "Subtracted after scaling to [0, 1]; one value, or one per channel (default: the"
              + " model's, or measured on the training images).")
  private @Nullable List<Double> mean;

  @Option(
      names = "--std",
      paramLabel = "S,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "Divided by afterwards; one value, or one per channel (default: as for --mean).")
  private @Nullable List<Double> std;

  /** This preprocessing with what was given in the place of its own. */
  public Preprocessing over(Preprocessing usual) {
    Preprocessing shifted = mean == null ? usual : usual.withMean(mean);
    return std == null ? shifted : shifted.withStd(std);
  }

  /** The usual preprocessing with what was given; empty: nothing was. */
  public Optional<Preprocessing> given() {
    return mean == null && std == null
        ? Optional.empty()
        : Optional.of(over(Preprocessing.DEFAULT));
  }
}
