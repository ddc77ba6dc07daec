package io.entroscope.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entroscope.testing.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No result.json or ablation.json, however damaged, does more than be refused in one line. */
class ResultFuzzTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int EXECUTIONS = 1_000;

  @TempDir Path folder;

  @Test
  void result() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    ResultJson.write(Results.full(), whole);
    Path file = folder.resolve("result.json");
    Fuzz.of("result", ResultException.class)
        .from(whole.toByteArray())
        .with(ResultFuzzTest::misplaced)
        .with(ResultFuzzTest::misplaced)
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
    fuzz.with(ResultFuzzTest::misplaced)
        .with(ResultFuzzTest::misplaced)
        .run(
            EXECUTIONS,
            input -> {
              Files.write(file, input);
              AblationJson.isOne(file);
              AblationJson.read(file);
            });
  }

  /** One value in the place of another. */
  private static byte[] misplaced(byte[] json, Random random) {
    try {
      JsonNode root = MAPPER.readTree(json);
      JsonNode value = walk(root, random);
      JsonNode parent = walk(root, random);
      if (parent instanceof ArrayNode array) {
        array.insert(random.nextInt(array.size() + 1), value.deepCopy());
      } else if (parent instanceof ObjectNode object && !object.isEmpty()) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        object.set(names.get(random.nextInt(names.size())), value.deepCopy());
      }
      return MAPPER.writeValueAsBytes(root);
    } catch (IOException e) {
      // No JSON any more.
      return json;
    }
  }

  /** Any value in a tree, or the tree. */
  private static JsonNode walk(JsonNode root, Random random) {
    JsonNode at = root;
    while (at != null && !at.isEmpty() && random.nextInt(5) > 0) {
      List<JsonNode> children = new ArrayList<>();
      at.forEach(children::add);
      at = children.get(random.nextInt(children.size()));
    }
    return at == null ? root : at;
  }
}
