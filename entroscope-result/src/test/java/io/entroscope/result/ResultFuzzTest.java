package io.entroscope.result;

import io.entroscope.testing.Fuzz;
import io.entroscope.testing.JsonMutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No result.json or ablation.json, however damaged, does more than be refused in one line. */
class ResultFuzzTest {
  private static final int EXECUTIONS = 1_000;

  @TempDir Path folder;

  @Test
  void result() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    ResultJson.write(Results.full(), whole);
    Path file = folder.resolve("result.json");
    Fuzz.of("result", ResultException.class)
        .from(whole.toByteArray())
        .with(JsonMutations::misplaced)
        .with(JsonMutations::misplaced)
        .run(
            EXECUTIONS,
            input -> {
              Files.write(file, input);
              ResultJson.read(file);
            });
  }

  @Test
  void ablation() throws IOException {
    Path file = folder.resolve("ablation.json");
    Fuzz fuzz = Fuzz.of("ablation", ResultException.class);
    try (InputStream in = ResultFuzzTest.class.getResourceAsStream("ablation.json")) {
      fuzz.from(in.readAllBytes());
    }
    fuzz.with(JsonMutations::misplaced)
        .with(JsonMutations::misplaced)
        .run(
            EXECUTIONS,
            input -> {
              Files.write(file, input);
              AblationJson.isOne(file);
              AblationJson.read(file);
            });
  }
}
