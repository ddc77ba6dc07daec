package io.entroscope.result;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.entroscope.result.columns.SplitGenerator;
import io.entroscope.testing.Fuzz;
import io.entroscope.testing.JsonMutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

  /** A result in two files, of which one is damaged; the other names the sum that it has then. */
  @Test
  void largeresult() throws IOException {
    LargeResult large = new LargeResult(Results.full(), ResultJson.FILE);
    ByteArrayOutputStream arrays = new ByteArrayOutputStream();
    large.writeArrays(arrays);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    large.writeJson(whole);
    Path file = folder.resolve("result.json");
    Path beside = folder.resolve(SplitGenerator.FILE_NAME);
    Files.write(beside, arrays.toByteArray());
    Fuzz.of("largeresult", ResultException.class)
        .from(whole.toByteArray())
        .with(JsonMutations::misplaced)
        .run(
            EXECUTIONS,
            input -> {
              Files.write(file, input);
              ResultJson.read(file);
            });
    String names = whole.toString(StandardCharsets.UTF_8);
    String sum = sha256(arrays.toByteArray());
    assertTrue(names.contains(sum));
    Fuzz.of("largearrays", ResultException.class)
        .from(arrays.toByteArray())
        .run(
            EXECUTIONS,
            input -> {
              Files.write(beside, input);
              Files.writeString(file, names.replace(sum, sha256(input)));
              ResultJson.read(file);
            });
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
