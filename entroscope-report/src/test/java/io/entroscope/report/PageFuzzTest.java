package io.entroscope.report;

import io.entroscope.result.ResultException;
import io.entroscope.result.ResultJson;
import io.entroscope.testing.Fuzz;
import io.entroscope.testing.JsonMutations;
import io.entroscope.testing.TextMutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged result that can be read can be shown as well, or is refused in one line. */
class PageFuzzTest {
  private static final int EXECUTIONS = 300;

  @TempDir Path folder;

  @Test
  void page() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    ResultJson.write(MadeUpExtras.full(), whole);
    Path file = folder.resolve("result.json");
    Fuzz.of("page", ResultException.class)
        .from(whole.toByteArray())
        .with(JsonMutations::misplaced)
        .with(JsonMutations::misplaced)
        .with(TextMutations::exchanged)
        .run(
            EXECUTIONS,
            input -> {
              Files.write(file, input);
              Report.html(ResultJson.read(file));
            });
  }
}
