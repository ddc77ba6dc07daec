package io.entroscope.result;

import io.entroscope.result.ablation.AblationResult;
import io.entroscope.result.json.RecordCheck;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Ablations as JSON; see {@link JsonFile} for what holds of such files. */
public final class AblationJson {
  private static final JsonFile<AblationResult> FILE =
      new JsonFile<>(
          AblationResult.class,
          AblationResult.SCHEMA,
          "ablation",
          "the ablation.json that an ablation wrote",
          "ablate again",
          AblationJson::check);

  private AblationJson() {}

  /**
   * Whether a file says that it is an ablation's; false if it cannot be read.
   *
   * @param file any
   */
  public static boolean isOne(Path file) {
    try {
      return JsonFile.schemaOf(file).startsWith(AblationResult.FAMILY);
    } catch (IOException e) {
      // Whoever reads it as what it may be says what is wrong.
      return false;
    }
  }

  /**
   * Reads a file.
   *
   * @throws ResultException if there is none, or it is not an ablation of a version known here
   */
  public static AblationResult read(Path file) {
    return FILE.read(file);
  }

  /**
   * Writes an ablation to a stream and leaves the stream open.
   *
   * @throws ResultException if it holds a number that is not finite; the message names the field
   */
  public static void write(AblationResult result, OutputStream out) throws IOException {
    FILE.write(result, out);
  }

  private static void check(AblationResult result) throws RecordCheck.Fault {
    RecordCheck.check(result);
    if (result.removals().isEmpty()) {
      throw new RecordCheck.Fault("/removals", "is empty");
    }
  }
}
