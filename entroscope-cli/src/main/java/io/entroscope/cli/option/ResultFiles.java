package io.entroscope.cli.option;

import io.entroscope.app.AnalysisRun;
import io.entroscope.core.PlanException;
import io.entroscope.files.FileSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Results as they are named on a command line: the file, or the folder that it lies in. */
public final class ResultFiles {
  private static final List<String> NAMES = List.of(AnalysisRun.RESULT, "ablation.json");

  private ResultFiles() {}

  /**
   * The file that is meant.
   *
   * @throws PlanException if it is a folder without a result
   */
  public static Path of(Path given) {
    boolean isFolder = Files.isDirectory(given);
    FileSet.settle(isFolder ? given : given.toAbsolutePath().resolveSibling(""));
    if (!isFolder) {
      return given;
    }
    return NAMES.stream()
        .map(given::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new PlanException(
                    given + " holds no result.json; give a folder that an analysis wrote to"));
  }

  /** The files that are meant, in their order. */
  public static List<Path> of(List<Path> given) {
    return given.stream().map(ResultFiles::of).toList();
  }

  /** Whether it is a folder with a result or an ablation in it. */
  public static boolean holdsOne(Path given) {
    return NAMES.stream().anyMatch(name -> Files.exists(given.resolve(name)));
  }

  /** Whether it is a folder with a result in it. */
  public static boolean isFolderOfOne(Path given) {
    return Files.exists(given.resolve(AnalysisRun.RESULT));
  }
}
