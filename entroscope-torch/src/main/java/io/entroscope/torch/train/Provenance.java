package io.entroscope.torch.train;

import io.entroscope.core.option.Tool;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.data.image.PreprocessingJson;
import io.entroscope.onnx.OnnxModel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The metadata of trained models, and the fingerprint of a training. */
final class Provenance {
  private static final String LIBTORCH = "2.10.0";

  private Provenance() {}

  /** Metadata known before training. */
  static Map<String, String> of(TrainingPlan plan) {
    TrainingOptions options = plan.options();
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(PreprocessingJson.KEY, PreprocessingJson.write(plan.preprocessing()));
    entries.put("entroscope.architecture", plan.architecture());
    entries.put("entroscope.classes", String.join("\n", plan.images().classNames()));
    entries.put("entroscope.data.images", Integer.toString(plan.images().size()));
    entries.put("entroscope.data.sha256", plan.images().sha256());
    entries.put("entroscope.seed", Long.toString(options.seed()));
    entries.put("entroscope.training", options.describe());
    entries.put("entroscope.version", Tool.INFO.version());
    entries.put("entroscope.libtorch", LIBTORCH);
    return entries;
  }

  /** Metadata after fine-tuning; that of the earlier training stays. */
  static Map<String, String> of(
      Tuning tuning, LabelledImages images, Preprocessing preprocessing, TuningOptions options) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(PreprocessingJson.KEY, PreprocessingJson.write(preprocessing));
    entries.put("entroscope.classes", String.join("\n", images.classNames()));
    entries.put("entroscope.finetuning", tuning.describe());
    entries.put("entroscope.finetuning.images", Integer.toString(images.size()));
    entries.put("entroscope.finetuning.images.sha256", images.sha256());
    entries.put("entroscope.finetuning.seed", Long.toString(options.seed()));
    entries.put("entroscope.version", Tool.INFO.version());
    entries.put("entroscope.libtorch", LIBTORCH);
    return entries;
  }

  /** Metadata after training. */
  static Map<String, String> of(EpochResult best, Optional<Evaluation> test) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("entroscope.epoch", Integer.toString(best.epoch()));
    if (!Double.isNaN(best.validationAccuracy())) {
      entries.put("entroscope.accuracy.validation", share(best.validationAccuracy()));
    }
    test.ifPresent(
        evaluation -> {
          entries.put("entroscope.accuracy.test", share(evaluation.accuracy()));
          entries.put("entroscope.accuracy.test.images", Integer.toString(evaluation.images()));
        });
    return entries;
  }

  private static String share(double accuracy) {
    return String.format(Locale.ROOT, "%.4f", accuracy);
  }

  /** A hash of everything that decides the numbers of a training. */
  static String fingerprint(TrainingPlan plan, OnnxModel start) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(start.sha256().getBytes(StandardCharsets.UTF_8));
      of(plan)
          .forEach(
              (key, value) ->
                  digest.update((key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
