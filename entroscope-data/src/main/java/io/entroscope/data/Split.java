package io.entroscope.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The part of a dataset: for training, for choosing, or for the final test. */
public enum Split {
  TRAIN,
  VAL,
  TEST;

  /** The name on the command line and in results: {@code train}, {@code val} or {@code test}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The split with this name: its {@link #id}, or one of the other usual ones ({@code training},
   * {@code valid}, {@code validation}, {@code testing}, {@code t10k}), in any case.
   */
  public static Optional<Split> named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "train", "training" -> Optional.of(TRAIN);
      case "val", "valid", "validation" -> Optional.of(VAL);
      case "test", "testing", "t10k" -> Optional.of(TEST);
      default -> Optional.empty();
    };
  }

  /**
   * The split with this name, as {@link #named}.
   *
   * @throws DataException if there is none; the message offers the nearest
   */
  public static Split parse(String name) {
    List<String> ids = Arrays.stream(values()).map(Split::id).toList();
    return named(name)
        .orElseThrow(
            () -> new DataException("unknown split '" + name + "'" + NearestNames.hint(name, ids)));
  }

  /** The split that a file's name speaks of, as {@code t10k-images-idx3-ubyte.gz} does. */
  public static Optional<Split> inFileName(String fileName) {
    return Arrays.stream(fileName.split("[._ -]+"))
        .map(Split::named)
        .flatMap(Optional::stream)
        .findFirst();
  }
}
