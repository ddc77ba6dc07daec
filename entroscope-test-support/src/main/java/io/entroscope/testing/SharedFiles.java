package io.entroscope.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The full datasets and reference models, which lie beside the repository if they are there. */
public final class SharedFiles {
  private SharedFiles() {}

  /**
   * A file or folder among them.
   *
   * @param name below the folder that {@code -Dentroscope.shared} names
   * @throws MissingFacility to skip the test, if it is not there
   */
  public static Path of(String name) {
    Path path = Path.of(System.getProperty("entroscope.shared", "../../shared")).resolve(name);
    Facility.SHARED.need(
        Files.exists(path), "no " + path + "; -Dentroscope.shared names the folder");
    return path;
  }
}
