package io.entroscope.cli.option;

import io.entroscope.app.option.ImageOptions;
import io.entroscope.app.option.MaskOption;
import io.entroscope.app.option.RunOptions;
import io.entroscope.core.option.AnalysisOptions;
import picocli.CommandLine.Mixin;

/** How a model is run that is not observed: what goes into it, what is read, on what. */
public final class ModelRunOptions {

  @Mixin private RunOptions run = new RunOptions();

  @Mixin private MaskOption mask = new MaskOption();

  @Mixin private OutputOption output = new OutputOption();

  /** What is asked of a run on these images. */
  public AnalysisOptions on(ImageOptions images) {
    AnalysisOptions.Builder builder = run.on(images);
    mask.addTo(builder);
    output.addTo(builder);
    return builder.build();
  }
}
