package io.entroscope.report;

import io.entroscope.result.Verdict;
import java.nio.file.Path;
import java.util.Locale;

/** What things are called. */
final class Names {
  private Names() {}

  /** The last part of a path, whatever system wrote it. */
  static String file(String path) {
    String trimmed = path.replaceAll("[/\\\\]+$", "");
    int slash = Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\'));
    return trimmed.isEmpty() ? path : trimmed.substring(slash + 1);
  }

  /** What a result file is called: the folder it lies in, or itself if it has a name of its own. */
  static String source(String file) {
    String own = file(file).replaceFirst("\\.json$", "");
    Path parent = Path.of(file).toAbsolutePath().normalize().getParent();
    return own.equals("result") && parent != null && parent.getFileName() != null
        ? parent.getFileName().toString()
        : own;
  }

  /** The word that the result's JSON has for a direction. */
  static String word(Verdict.Direction direction) {
    return direction.name().toLowerCase(Locale.ROOT);
  }
}
