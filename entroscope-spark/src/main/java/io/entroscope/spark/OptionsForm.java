package io.entroscope.spark;

import io.entroscope.core.ort.Device;
import io.entroscope.core.plan.AnalysisOptions;
import io.entroscope.core.plan.AnalysisOptions.Pixels;
import io.entroscope.core.plan.At;
import io.entroscope.core.plan.IndicatorScope;
import io.entroscope.data.Selection;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.ImageSize;
import io.entroscope.stats.Normalizer;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * {@link AnalysisOptions} in a form that travels; null where nothing is said. The components have
 * their meaning there.
 */
record OptionsForm(
    @Nullable String layers,
    At at,
    List<String> classes,
    @Nullable Integer perClass,
    @Nullable Integer limit,
    long seed,
    @Nullable Double scale,
    @Nullable List<Double> mean,
    @Nullable List<Double> std,
    @Nullable Integer height,
    @Nullable Integer width,
    @Nullable FlatOrder flat,
    Normalizer normalizer,
    int batch,
    int threads,
    Device device,
    @Nullable String input,
    @Nullable String output,
    Map<String, Double> feeds,
    int samplesPerClass,
    int featureMaps,
    IndicatorScope indicators,
    @Nullable Long memory)
    implements Serializable {

  static OptionsForm of(AnalysisOptions options) {
    Selection selection = options.selection();
    Pixels pixels = options.pixels();
    return new OptionsForm(
        options.layers().orElse(null),
        options.at(),
        selection.classes(),
        selection.perClass().orElse(null),
        selection.limit().orElse(null),
        selection.seed(),
        pixels.scale().orElse(null),
        pixels.mean().orElse(null),
        pixels.std().orElse(null),
        pixels.resize().map(ImageSize::height).orElse(null),
        pixels.resize().map(ImageSize::width).orElse(null),
        pixels.flat().orElse(null),
        options.normalizer(),
        options.batch(),
        options.threads(),
        options.device(),
        options.input().orElse(null),
        options.output().orElse(null),
        new HashMap<>(options.feeds()),
        options.samplesPerClass(),
        options.featureMaps(),
        options.indicators(),
        options.memory().isPresent() ? options.memory().getAsLong() : null);
  }

  AnalysisOptions options() {
    return new AnalysisOptions(
        Optional.ofNullable(layers),
        at,
        new Selection(classes, Optional.ofNullable(perClass), Optional.ofNullable(limit), seed),
        new Pixels(
            Optional.ofNullable(scale),
            Optional.ofNullable(mean),
            Optional.ofNullable(std),
            height == null || width == null
                ? Optional.empty()
                : Optional.of(new ImageSize(height, width)),
            Optional.ofNullable(flat)),
        normalizer,
        batch,
        threads,
        device,
        Optional.ofNullable(input),
        Optional.ofNullable(output),
        feeds,
        // Spark's data are images.
        Optional.empty(),
        samplesPerClass,
        featureMaps,
        indicators,
        memory == null ? OptionalLong.empty() : OptionalLong.of(memory));
  }
}
