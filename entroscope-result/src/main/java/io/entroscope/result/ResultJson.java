package io.entroscope.result;

import io.entroscope.files.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Results as JSON; see {@link JsonFile} for what holds of such files. */
public final class ResultJson {
  private static final JsonFile<AnalysisResult> FILE =
      new JsonFile<>(
          AnalysisResult.class,
          AnalysisResult.SCHEMA,
          "result",
          "the result.json that an analysis wrote",
          "analyse again",
          ResultCheck::check);

  private ResultJson() {}

  /**
   * Reads a result file.
   *
   * @throws ResultException if there is none, or it is not a result of a version known here
   */
  public static AnalysisResult read(Path file) {
    return FILE.read(file);
  }

  /**
   * Writes a result file, whole or not at all: under a temporary name first, then moved.
   *
   * @throws ResultException if it cannot be written, or holds a number that is not finite; the
   *     message names the field
   */
  public static void write(AnalysisResult result, Path file) {
    try {
      WholeFile.write(file, out -> write(result, out));
    } catch (IOException e) {
      throw new ResultException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes a result to a stream and leaves the stream open.
   *
   * @throws ResultException if the result holds a number that is not finite; the message names the
   *     field
   */
  public static void write(AnalysisResult result, OutputStream out) throws IOException {
    FILE.write(result, out);
  }
}
