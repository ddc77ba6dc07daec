package io.entroscope.data.format.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Split;
import io.entroscope.files.Reasons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Parquet files of a dataset, and what they say of it beside their rows. */
public final class TableFiles {
  /** Where Hugging Face keeps in a file what its columns are. */
  public static final String HUGGING_FACE = "huggingface";

  private TableFiles() {}

  /**
   * The files of a split, sorted. Which split a file is of, its name says ({@code
   * test-00000-of-00001.parquet}) or a folder that it is in; undivided files are of any.
   *
   * @throws DataException if there are none
   */
  public static List<Path> find(DataSpec spec) {
    List<Path> all = all(spec.path());
    if (all.isEmpty()) {
      throw new DataException("no .parquet files in " + spec.path() + "; check the path");
    }
    if (all.stream().allMatch(file -> splitOf(spec.path(), file).isEmpty())) {
      return all;
    }
    if (!Files.isDirectory(spec.path())) {
      return all;
    }
    List<Path> chosen =
        all.stream()
            .filter(file -> splitOf(spec.path(), file).equals(Optional.of(spec.split())))
            .toList();
    if (chosen.isEmpty()) {
      throw DataException.noSplit(
          spec.split(),
          spec.path().toString(),
          all.stream()
              .flatMap(file -> splitOf(spec.path(), file).stream())
              .distinct()
              .map(Split::id)
              .collect(Collectors.joining(", ")));
    }
    return chosen;
  }

  /** The split of a single file whose name says it; else the one that is asked for. */
  public static Split split(DataSpec spec) {
    return Files.isDirectory(spec.path())
        ? spec.split()
        : Split.inFileName(spec.path().getFileName().toString()).orElse(spec.split());
  }

  /** The files of all splits, sorted. */
  public static List<Path> all(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".parquet"))
          .filter(file -> !isHidden(path.relativize(file)))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw unlisted(path, e.getCause() == null ? new IOException(e) : e.getCause());
    } catch (IOException e) {
      throw unlisted(path, e);
    }
  }

  private static DataException unlisted(Path path, IOException e) {
    return new DataException("cannot list the folder " + path + ": " + Reasons.ofReading(e), e);
  }

  private static boolean isHidden(Path file) {
    for (Path name : file) {
      if (name.toString().startsWith(".") || name.toString().startsWith("_")) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Split> splitOf(Path root, Path file) {
    Optional<Split> split = Split.inFileName(file.getFileName().toString());
    Path folder = file.getParent();
    while (split.isEmpty() && folder != null && !folder.equals(root) && folder.startsWith(root)) {
      split = Split.named(folder.getFileName().toString());
      folder = folder.getParent();
    }
    return split;
  }

  /**
   * The names that Hugging Face's metadata gives to the numbers in a column; none if it gives none.
   *
   * @param metadata what a file says under {@link #HUGGING_FACE}
   */
  public static Optional<List<String>> classNames(String metadata, String column) {
    try {
      JsonNode names =
          JsonMapper.builder()
              .build()
              .readTree(metadata)
              .path("info")
              .path("features")
              .path(column)
              .path("names");
      List<String> found = new ArrayList<>();
      names.forEach(name -> found.add(name.asText()));
      return found.isEmpty() ? Optional.empty() : Optional.of(found);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
