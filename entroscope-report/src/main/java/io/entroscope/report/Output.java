package io.entroscope.report;

import io.entroscope.files.Content;
import io.entroscope.files.FileSet;
import io.entroscope.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that a report consists of, which appear together or not at all. */
final class Output implements AutoCloseable {
  private final Path folder;
  private final FileSet files;
  private final List<Path> written = new ArrayList<>();

  private Output(Path folder, FileSet files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * Files of a folder, which is made if there is none.
   *
   * @throws ReportException if it cannot be written to
   */
  static Output in(Path folder) {
    try {
      return new Output(folder, FileSet.in(folder));
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  /**
   * Adds a file.
   *
   * @param name relative to the folder
   * @throws ReportException if that cannot be done
   */
  void add(String name, byte[] content) {
    add(name, out -> out.write(content));
  }

  /**
   * Adds a file that need not be in memory.
   *
   * @param name relative to the folder
   * @throws ReportException if that cannot be done
   */
  void add(String name, Content content) {
    Path file = folder.resolve(name);
    try {
      files.add(name, content);
      written.add(file);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /**
   * Puts all files in their places.
   *
   * @return which they are
   * @throws ReportException if that cannot be done; none is there then that was not before
   */
  List<Path> commit() {
    try {
      files.commit();
      return List.copyOf(written);
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  /**
   * Writes one file, whole or not at all; its directory is made if there is none.
   *
   * @throws ReportException if that cannot be done
   */
  static void write(Path file, byte[] content) {
    try {
      WholeFile.write(file, out -> out.write(content));
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static ReportException cannotWrite(Path file, IOException e) {
    return new ReportException(
        "cannot write "
            + file
            + ": "
            + e.getMessage()
            + "; give a directory that can be written to and has room",
        e);
  }
}
