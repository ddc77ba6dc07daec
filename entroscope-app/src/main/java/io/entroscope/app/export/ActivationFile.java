package io.entroscope.app.export;

import io.entroscope.core.PlanException;
import io.entroscope.core.activation.ActivationChoice;
import io.entroscope.core.activation.ActivationRecorder;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.files.WholeFile;
import io.entroscope.table.TableWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * A file of activations that is asked for.
 *
 * @param file an .npz, or Parquet where its name ends so
 * @param choice what goes into it
 */
public record ActivationFile(Path file, ActivationChoice choice) {
  /**
   * Starts to keep the activations of a plan's images.
   *
   * @throws io.entroscope.core.PlanException if there is no room for them, or a chosen layer is not
   *     observed
   */
  public ActivationRecorder start(AnalysisPlan plan) throws IOException {
    ActivationRecorder recorder = ActivationRecorder.start(plan, choice);
    try {
      recorder.requireRoom(existing(file.toAbsolutePath()));
      return recorder;
    } catch (IOException | RuntimeException e) {
      recorder.close();
      throw e;
    }
  }

  /** The nearest folder above a file that is there. */
  private static Path existing(Path file) {
    Path folder = Objects.requireNonNull(file.getParent());
    while (!Files.exists(folder)) {
      folder = Objects.requireNonNull(folder.getParent());
    }
    return folder;
  }

  /** Writes the file, whole or not at all. */
  public void write(ActivationRecorder recorder) throws IOException {
    if (isParquet(file)) {
      TableWriter writer = parquet();
      WholeFile.write(file, out -> writer.write(recorder.table(), out));
    } else {
      WholeFile.write(file, recorder::writeTo);
    }
  }

  /** Whether a file is to be Parquet, by its name. */
  static boolean isParquet(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(TableWriter.PARQUET);
  }

  /**
   * What writes Parquet.
   *
   * @throws PlanException if there is nothing that does
   */
  static TableWriter parquet() {
    return TableWriter.parquet()
        .orElseThrow(() -> new PlanException(TableWriter.ABSENT + ", or name an .npz file"));
  }
}
