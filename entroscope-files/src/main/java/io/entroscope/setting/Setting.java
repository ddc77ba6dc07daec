package io.entroscope.setting;

import java.util.Locale;

/**
 * A setting that a person can change, as the messages of libraries name it: {@code
 * Setting.PER_CLASS} reads `perClass`. Libraries cannot know how the person at the other end gives
 * it; the command line puts its flag, {@code --per-class}, in the place of the name.
 */
public enum Setting {
  ACTIVATIONS_PER_CLASS,
  ACTIVATION_LAYERS,
  AT,
  BATCH,
  CALIBRATION,
  CLASSES,
  CLASS_MAP,
  COARSE,
  DATA,
  DATA_ROOT,
  DEVICE,
  DRAWS,
  DROP,
  FEATURE_MAPS,
  FEED,
  FINE_TUNE_BATCH,
  FIRST_LABEL,
  FLAT,
  FORMAT,
  INPUT,
  INPUT_ARRAY,
  LABEL_ARRAY,
  LABEL_COLUMN,
  LAYERS,
  LIMIT,
  MASK,
  MAX_TOKENS,
  MEAN,
  MEMORY,
  NORMALIZER,
  OUT,
  OUTPUT,
  PER_CLASS,
  QUICK,
  RESIZE,
  RESUME,
  SAMPLES,
  SCALE,
  SEEDS,
  SEQUENCE,
  SHARD,
  SKIP_CORRUPT,
  SPLIT,
  STD,
  TEXT_COLUMN,
  THREADS,
  TOKENIZER,
  TRANSPOSE,

  /** How much memory Java may take for its objects. */
  HEAP("-Xmx");

  private final String text;

  Setting() {
    StringBuilder camel = new StringBuilder();
    for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
      camel
          .append(camel.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)))
          .append(word.substring(1));
    }
    text = quoted(camel.toString());
  }

  Setting(String name) {
    text = quoted(name);
  }

  /** In the marks by which a reader, and the command line, knows a name of the program's own. */
  static String quoted(String name) {
    return "`" + name + "`";
  }

  /** The name in its marks, to be put into a message. */
  @Override
  public String toString() {
    return text;
  }
}
