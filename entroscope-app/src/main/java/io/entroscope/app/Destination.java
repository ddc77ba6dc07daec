package io.entroscope.app;

import io.entroscope.core.PlanException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a result goes: a folder that was named, one that nothing lies in yet, or nowhere. */
public final class Destination {
  /** A result is printed, and no more. */
  public static final Destination NOWHERE = new Destination(Path.of(""), "");

  private static final Path BASE = Path.of("out");
  private static final int LONGEST = 100;

  private final Path folder;

  /** What a folder of its own is called; empty: the folder itself was named. */
  private final String name;

  private Destination(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /** A folder that was named; what is there is replaced. */
  public static Destination folder(Path named) {
    return new Destination(named, "");
  }

  /**
   * A folder of its own in {@code out}, named after a model's file and its data's. Where one of
   * that name is there already, it has a number behind it.
   */
  public static Destination fresh(Path model, Path data) {
    return fresh(BASE, model, data);
  }

  static Destination fresh(Path base, Path model, Path data) {
    String name = stem(model) + "-" + stem(data);
    return new Destination(base, name.substring(0, Math.min(name.length(), LONGEST)));
  }

  /** The name of a file or folder without its ending, as a name that every shell takes as it is. */
  private static String stem(Path path) {
    Path last = path.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "" : last.toString();
    String bare = name.replaceFirst("(?<=.)\\.(onnx|npz|npy|zip|tar|tar\\.gz|tgz)$", "");
    String plain = bare.replaceAll("[^\\p{L}\\p{N}._-]+", "_").replaceFirst("^[.-]+", "");
    return plain.isEmpty() ? "data" : plain;
  }

  /**
   * Checks that it can be written to.
   *
   * @throws PlanException if it cannot
   */
  public void requireWritable() {
    if (this != NOWHERE) {
      AnalysisRun.requireWritable(folder);
    }
  }

  /**
   * The folder to write to; empty if nothing is written. One of its own is made, so that no other
   * program takes the same.
   *
   * @throws PlanException if it cannot be made
   */
  public Optional<Path> settle() {
    if (this == NOWHERE) {
      return Optional.empty();
    }
    return Optional.of(name.isEmpty() ? folder : made());
  }

  private Path made() {
    try {
      Files.createDirectories(folder);
      for (int number = 1; ; number++) {
        Path next = folder.resolve(number == 1 ? name : name + "-" + number);
        try {
          return Files.createDirectory(next);
        } catch (FileAlreadyExistsException e) {
          // Another result lies there; the next number may be free.
        }
      }
    } catch (IOException e) {
      throw new PlanException("cannot make a folder in " + folder + ": " + e.getMessage(), e);
    }
  }
}
