package io.entroscope.spark;

import io.entroscope.app.AnalysisRun;
import io.entroscope.core.PlanException;
import io.entroscope.files.Content;
import io.entroscope.report.Report;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder that a result goes to, on disk or in any of Hadoop's file systems.
 *
 * @param folder as a person named it
 * @param hadoop how to reach it
 */
record OutFolder(java.nio.file.Path folder, Configuration hadoop) {

  private boolean isLocal() {
    return folder.getFileSystem().equals(FileSystems.getDefault());
  }

  private Path path() {
    return new Path(folder.toUri());
  }

  /**
   * Checks, before anything runs, that it can be written to.
   *
   * @throws PlanException if it cannot
   */
  void requireWritable() {
    if (isLocal()) {
      AnalysisRun.requireWritable(folder);
      return;
    }
    try {
      FileSystem files = path().getFileSystem(hadoop);
      if (files.exists(path()) && !files.getFileStatus(path()).isDirectory()) {
        throw new PlanException(folder + " is a file; give a folder to write to with --out");
      }
      Path probe = new Path(path(), ".entroscope-" + UUID.randomUUID());
      create(files, probe, new byte[0]);
      files.delete(probe, false);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Writes a result and its report, each under another name first, so that none is ever seen half
   * written; what was there before is removed when both are in their places, arrays beside an
   * earlier result included.
   *
   * @throws PlanException if they cannot be written
   */
  void write(AnalysisResult result) throws IOException {
    if (isLocal()) {
      AnalysisRun.write(result, folder);
      return;
    }
    Map<String, byte[]> contents = new LinkedHashMap<>();
    for (Map.Entry<String, Content> file : ResultJson.contents(result).entrySet()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      file.getValue().writeTo(bytes);
      contents.put(file.getKey(), bytes.toByteArray());
    }
    contents.put("report.html", Report.html(result).getBytes(StandardCharsets.UTF_8));
    String unique = UUID.randomUUID().toString();
    Map<Path, Path> moves = new LinkedHashMap<>();
    Map<Path, Path> kept = new LinkedHashMap<>();
    try {
      FileSystem files = path().getFileSystem(hadoop);
      try {
        for (var content : contents.entrySet()) {
          Path target = new Path(path(), content.getKey());
          Path temporary = hidden(content.getKey(), "new", unique);
          moves.put(temporary, target);
          create(files, temporary, content.getValue());
          kept.put(target, hidden(content.getKey(), "old", unique));
        }
        for (String stale : ResultJson.beside(folder)) {
          kept.putIfAbsent(new Path(path(), stale), hidden(stale, "old", unique));
        }
        replace(files, moves, kept);
      } finally {
        for (Path temporary : moves.keySet()) {
          files.delete(temporary, false);
        }
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private Path hidden(String name, String kind, String unique) {
    return new Path(path(), "." + name + "." + kind + "." + unique);
  }

  /** Puts files in their places; if one cannot take its own, what was there comes back. */
  private static void replace(FileSystem files, Map<Path, Path> moves, Map<Path, Path> kept)
      throws IOException {
    try {
      for (var old : kept.entrySet()) {
        if (files.exists(old.getKey())) {
          move(files, old.getKey(), old.getValue());
        }
      }
      for (var move : moves.entrySet()) {
        move(files, move.getKey(), move.getValue());
      }
    } catch (IOException e) {
      for (var old : kept.entrySet()) {
        if (files.exists(old.getValue())) {
          files.delete(old.getKey(), false);
          move(files, old.getValue(), old.getKey());
        }
      }
      throw e;
    }
    for (Path old : kept.values()) {
      files.delete(old, false);
    }
  }

  private static void create(FileSystem files, Path file, byte[] bytes) throws IOException {
    try (OutputStream out = files.create(file, false)) {
      out.write(bytes);
    }
  }

  private static void move(FileSystem files, Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("cannot name a file " + to.getName());
    }
  }

  private PlanException cannotWrite(IOException e) {
    return new PlanException(
        "cannot write to " + folder + ": " + e.getMessage() + "; give another --out", e);
  }
}
