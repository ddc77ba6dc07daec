package io.entroscope.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import io.entroscope.data.token.TokenizedTexts;
import io.entroscope.data.token.Tokenizers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tokenizer of a few whole words: [CLS] and [SEP] around them, all in lower case. */
class HuggingFaceTokenizersTest {
  private static final List<String> TEXTS = List.of("Ant bee", "cat", "ant wasp cat bee ant");

  @TempDir Path folder;

  private Path tokenizer(String replaced, String by) throws IOException {
    String json;
    try (var in = HuggingFaceTokenizersTest.class.getResourceAsStream("tokenizer.json")) {
      json = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(json).contains(replaced);
    return Files.writeString(folder.resolve("tokenizer.json"), json.replace(replaced, by));
  }

  private static TokenizedTexts tokenize(Path file, OptionalInt most) {
    return Tokenizers.find().tokenize(file, TEXTS, most);
  }

  @Test
  void makesTheTokensOfTheFile() throws IOException {
    TokenizedTexts tokens = tokenize(tokenizer("", ""), OptionalInt.empty());
    assertThat(tokens.ids().get(0)).containsExactly(2, 4, 5, 3);
    assertThat(tokens.ids().get(1)).containsExactly(2, 6, 3);
    assertThat(tokens.ids().get(2)).containsExactly(2, 4, 1, 6, 5, 4, 3);
    assertThat(tokens.longest()).isEqualTo(7);
    assertThat(tokens.cut()).isZero();
    assertThat(tokens.most()).isEqualTo(512);
    assertThat(tokens.padding()).isZero();
  }

  @Test
  void textsAreCutAndCounted() throws IOException {
    TokenizedTexts asked = tokenize(tokenizer("", ""), OptionalInt.of(4));
    assertThat(asked.ids().get(2)).containsExactly(2, 4, 1, 3);
    assertThat(asked.cut()).isEqualTo(1);
    Path said =
        tokenizer(
            "\"truncation\": null",
            "\"truncation\": {\"direction\": \"Right\", \"max_length\": 5, \"strategy\":"
                + " \"LongestFirst\", \"stride\": 0}");
    assertThat(tokenize(said, OptionalInt.empty()).most()).isEqualTo(5);
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 6}");
    TokenizedTexts beside = tokenize(tokenizer("", ""), OptionalInt.empty());
    assertThat(beside.most()).isEqualTo(6);
    assertThat(beside.cut()).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoTokenizer() throws IOException {
    for (String content :
        List.of("", "{}", "{\"model\": {}}", "[", "{\"model\": {\"type\": \"No\"}}")) {
      Path file = Files.writeString(folder.resolve("tokenizer.json"), content);
      assertThatThrownBy(() -> tokenize(file, OptionalInt.empty()))
          .as(content)
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("tokenizer.json", "belongs to the model")
          .message()
          .doesNotContain("\n");
    }
  }

  /** Nothing is reported or fetched, and nothing stays behind. */
  @Test
  void keepsToItself() throws IOException {
    tokenize(tokenizer("", ""), OptionalInt.empty());
    assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
    assertThat(Path.of(System.getProperty("RUST_LIBRARY_PATH"))).doesNotExist();
  }
}
