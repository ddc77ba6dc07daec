package io.entroscope.report.internal.view;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Verdict;
import io.entroscope.result.derived.ResultComparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What things are called. */
public final class Names {
  private Names() {}

  /** The last part of a path, whatever system wrote it. */
  public static String file(String path) {
    int end = path.length();
    while (end > 0 && "/\\".indexOf(path.charAt(end - 1)) >= 0) {
      end--;
    }
    String trimmed = path.substring(0, end);
    int slash = Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\'));
    return trimmed.isEmpty() ? path : trimmed.substring(slash + 1);
  }

  /** What a result is called: its model's file or, where that has none, the data it learnt. */
  public static String model(AnalysisResult result) {
    String path = result.model().path();
    return path.isEmpty() ? "A model trained on " + file(result.data().path()) : file(path);
  }

  /** What a result file is called: the folder it lies in, or itself if it has a name of its own. */
  public static String source(String file) {
    String own = file(file).replaceFirst("\\.json$", "");
    Path parent = Path.of(file).toAbsolutePath().normalize().getParent();
    return own.equals("result") && parent != null && parent.getFileName() != null
        ? parent.getFileName().toString()
        : own;
  }

  /**
   * What the results of a comparison are called, short and different: by the model where it tells
   * them apart, by the folder of the result where it does not.
   */
  public static List<String> of(ResultComparison comparison) {
    List<String> models =
        comparison.results().stream()
            .map(result -> file(result.model().path()).replaceFirst("\\.onnx$", ""))
            .toList();
    boolean oneModel = models.stream().distinct().count() == 1;
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (int r = 0; r < models.size(); r++) {
      String model = models.get(r);
      String source = source(comparison.files().get(r));
      boolean alone = models.stream().filter(model::equals).count() == 1;
      String name = oneModel ? source : alone ? model : model + " (" + source + ")";
      String free = name;
      for (int k = 2; !taken.add(free); k++) {
        free = name + " " + k;
      }
      names.add(free);
    }
    return List.copyOf(names);
  }

  /** The word that the result's JSON has for a direction. */
  public static String word(Verdict.Direction direction) {
    return direction.name().toLowerCase(Locale.ROOT);
  }
}
