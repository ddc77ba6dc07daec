package io.entroscope.study.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.core.PlanException;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import io.entroscope.files.WholeFile;
import io.entroscope.result.json.RecordCheck;
import io.entroscope.result.json.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files of studies: records as JSON, checked where they are read. */
public final class StudyJson {
  private static final JsonMapper MAPPER = RecordJson.builder().build();

  private StudyJson() {}

  /**
   * The record, or the array of records, that a file holds.
   *
   * @param file that is there
   * @param again what deleting the file is for: "to train again"
   * @throws PlanException if it holds none, or one with values that cannot be
   */
  public static <T> T read(Path file, Class<T> type, String again) {
    try (InputStream in = Inputs.stream(file)) {
      T read = RecordJson.whole(MAPPER, type).readValue(in);
      if (read == null) {
        throw damaged(file, "it holds null", again, null);
      }
      RecordCheck.check(read);
      return read;
    } catch (JsonProcessingException e) {
      throw damaged(file, RecordJson.problem(e), again, e);
    } catch (RecordCheck.Fault e) {
      throw damaged(file, String.valueOf(e.getMessage()), again, e);
    } catch (IOException e) {
      throw new PlanException("cannot read " + file + ": " + Reasons.ofReading(e), e);
    }
  }

  private static PlanException damaged(
      Path file, String why, String again, @Nullable Throwable cause) {
    String message = file + " is damaged (" + why + "); delete it " + again;
    return cause == null ? new PlanException(message) : new PlanException(message, cause);
  }

  /** A value as JSON. */
  public static byte[] bytes(Object value) throws JsonProcessingException {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
  }

  /** Writes a value as a JSON file, whole or not at all. */
  public static void write(Path file, Object value) throws IOException {
    byte[] bytes = bytes(value);
    WholeFile.write(file, stream -> stream.write(bytes));
  }
}
