package io.entroscope.app.option;

import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.core.option.ObservedSide;
import io.entroscope.stats.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what is observed of a model, and how it is run. */
public final class ObservationOptions {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([mMgG])");

  @Option(
      names = "--layers",
      paramLabel = "fc|conv|recurrent|all|NAME,...",
      description =
          "Which layers (default: the fully connected ones for the verdict, convolutions and"
              + " recurrent layers beside them; in a network of residual blocks those outside of"
              + " blocks). The stream behind each block is always observed, and is then what the"
              + " verdict reads.")
  private @Nullable String layers;

  @Option(
      names = "--at",
      paramLabel = "output|preactivation|both",
      description = "After the activation function (default), before it, or both.")
  private ObservedSide at = ObservedSide.OUTPUT;

  @Option(
      names = "--normalizer",
      paramLabel = "log|units|none",
      description = "f(n) that entropies are divided by (default: log n).")
  private Normalizer normalizer = Normalizer.LOG;

  @Mixin private RunOptions run = new RunOptions();

  @Mixin private MaskOption mask = new MaskOption();

  @Option(
      names = "--output",
      paramLabel = "NAME|none",
      description =
          "The model's output that is read, where several could be meant; none: it gives no class"
              + " scores (default: the only one).")
  private @Nullable String output;

  @Option(
      names = "--samples",
      paramLabel = "K",
      description = "Images of each class whose activations the result keeps (default: 5).")
  private int samples = 5;

  @Option(
      names = "--feature-maps",
      paramLabel = "K",
      description = "Images of each class whose feature maps the result keeps (default: 0).")
  private int featureMaps;

  @Option(
      names = "--indicators",
      description =
          "Also compute what else layers are judged by: spectra, probes, on/off entropy, likeness"
              + " of neighbours; of residual blocks, how well a linear map stands in for each, and"
              + " how alike the stream is behind every two. 'advise' reads them. Off by default: it"
              + " costs time.")
  private boolean indicators;

  @Option(
      names = "--class-spectra",
      description =
          "Indicators, with the spectrum of each class too; memory and time grow with the number of"
              + " classes.")
  private boolean classSpectra;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "What an analysis may need, such as 800m or 2g; histograms are thinned to fit, and what"
              + " still does not fit is refused (default: three quarters of the machine).")
  private @Nullable String memory;

  /** What is asked of an analysis of these images. */
  public AnalysisOptions on(ImageOptions images) {
    AnalysisOptions.Builder builder =
        run.on(images)
            .at(at)
            .normalizer(normalizer)
            .samplesPerClass(samples)
            .featureMaps(featureMaps)
            .indicators(
                classSpectra
                    ? IndicatorScope.CLASSES
                    : indicators ? IndicatorScope.LAYERS : IndicatorScope.NONE);
    if (layers != null) {
      builder.layers(layers);
    }
    if (memory != null) {
      builder.memory(bytes(memory));
    }
    mask.addTo(builder);
    if (output != null) {
      builder.output(output);
    }
    return builder.build();
  }

  /** How many threads infer. */
  public int threads() {
    return run.threads();
  }

  /** What is asked of an analysis that needs the indicators, asked for or not. */
  public AnalysisOptions withIndicators(ImageOptions images) {
    indicators = true;
    return on(images);
  }

  private static long bytes(String size) {
    Matcher parts = SIZE.matcher(size);
    if (!parts.matches()) {
      throw new PlanException("--memory '" + size + "' is no size; write it as 800m or 2g");
    }
    return Long.parseLong(parts.group(1)) << (parts.group(2).equalsIgnoreCase("g") ? 30 : 20);
  }
}
