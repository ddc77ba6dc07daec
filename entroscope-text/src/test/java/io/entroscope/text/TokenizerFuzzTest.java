package io.entroscope.text;

import io.entroscope.data.DataException;
import io.entroscope.data.token.Tokenizers;
import io.entroscope.testing.Fuzz;
import io.entroscope.testing.TextMutations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No tokenizer.json, however damaged, does more than be refused in one line. */
class TokenizerFuzzTest {
  private static final int EXECUTIONS = 500;
  private static final List<String> TEXTS = List.of("Ant bee", "cat", "", "\uD83D\uDC1C ant\u0000");

  @TempDir Path folder;

  @Test
  void tokenizer() throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Fuzz fuzz = Fuzz.of("tokenizer", DataException.class);
    try (InputStream in = TokenizerFuzzTest.class.getResourceAsStream("tokenizer.json")) {
      fuzz.from(in.readAllBytes());
    }
    fuzz.with(TextMutations::exchanged)
        .with(TextMutations::exchanged)
        .run(
            EXECUTIONS,
            input -> {
              Files.write(file, input);
              Tokenizers.find().tokenize(file, TEXTS, OptionalInt.empty());
            });
  }
}
