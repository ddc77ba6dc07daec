package io.entroscope.app.option;

import io.entroscope.data.ClassMapFile;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which output of the model each class is. */
public final class ClassMapOption {
  @Option(
      names = "--class-map",
      paramLabel = "FILE",
      description =
          "Which output of the model each class is: lines 'NAME,OUTPUT', or JSON (default: that of"
              + " its place among the classes).")
  private @Nullable Path file;

  /**
   * The output of each class, by name; null: it was not said.
   *
   * @throws io.entroscope.data.DataException if the file is no such map
   */
  public @Nullable SortedMap<String, Integer> map() {
    return file == null ? null : new TreeMap<>(ClassMapFile.read(file));
  }
}
