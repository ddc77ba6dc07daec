package io.entroscope.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** The Parquet files of a dataset, and what they say of it beside their rows. */
final class TableFiles {
  private static final String HUGGING_FACE = "huggingface";

  private TableFiles() {}

  /**
   * The files of a split, sorted. Which split a file is of, its name says ({@code
   * test-00000-of-00001.parquet}) or a folder that it is in; undivided files are of any.
   *
   * @throws DataException if there are none
   */
  static List<Path> find(DataSpec spec) {
    List<Path> all = list(spec.path());
    if (all.isEmpty()) {
      throw new DataException("no .parquet files in " + spec.path() + "; check the path");
    }
    if (all.stream().allMatch(file -> splitOf(spec.path(), file).isEmpty())) {
      return all;
    }
    List<Path> chosen =
        all.stream()
            .filter(file -> splitOf(spec.path(), file).equals(Optional.of(spec.split())))
            .toList();
    if (chosen.isEmpty()) {
      throw new DataException(
          "no "
              + spec.split().id()
              + " split in "
              + spec.path()
              + "; it has "
              + all.stream()
                  .flatMap(file -> splitOf(spec.path(), file).stream())
                  .distinct()
                  .map(Split::id)
                  .collect(Collectors.joining(", "))
              + ": use --split");
    }
    return chosen;
  }

  private static List<Path> list(Path path) {
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
    } catch (IOException | UncheckedIOException e) {
      throw new DataException("cannot list the folder " + path + ": " + e.getMessage(), e);
    }
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

  /** A file's name for Spark's readers, which would take some characters for patterns. */
  static String literal(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri())
        .toString()
        .replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0");
  }

  /**
   * The names that Hugging Face's metadata in a file gives to the numbers in a column; empty if it
   * gives none.
   *
   * @throws DataException if the file cannot be read
   */
  static Optional<List<String>> classNames(Path file, String column, Configuration hadoop) {
    String metadata;
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), hadoop))) {
      metadata = reader.getFileMetaData().getKeyValueMetaData().get(HUGGING_FACE);
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          file + " is no whole Parquet file (" + reason(e) + "); download or copy it again", e);
    }
    if (metadata == null) {
      return Optional.empty();
    }
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

  private static String reason(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), "damaged").replaceAll("\\s+", " ");
  }
}
