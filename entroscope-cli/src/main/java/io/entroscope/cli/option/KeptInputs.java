package io.entroscope.cli.option;

import io.entroscope.core.PlanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a command reads is not what it writes to: the input would be lost. */
public final class KeptInputs {
  private KeptInputs() {}

  /**
   * Checks that a file to be written is none of those that are read.
   *
   * @throws PlanException if it is one of them, by whatever name or link
   */
  public static void require(Path out, List<Path> read) {
    require("--out", out, read);
  }

  /**
   * The same of a file that another option names.
   *
   * @param option that names the file to be written
   * @throws PlanException if it is one of those that are read
   */
  public static void require(String option, Path out, List<Path> read) {
    for (Path one : read) {
      if (isSame(out, one)) {
        throw new PlanException(
            out + " is read, and would be lost by writing to it; give another " + option);
      }
    }
  }

  private static boolean isSame(Path out, Path read) {
    try {
      return Files.isRegularFile(out) && Files.exists(read) && Files.isSameFile(out, read);
    } catch (IOException e) {
      // Whoever reads or writes it says what is wrong.
      return false;
    }
  }
}
