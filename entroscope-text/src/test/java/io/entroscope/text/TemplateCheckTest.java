package io.entroscope.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entroscope.data.DataException;
import io.entroscope.data.token.Tokenizers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokenizers that would end the whole process if the library were given them as they are. */
class TemplateCheckTest {
  @TempDir Path folder;

  private static String whole() throws IOException {
    try (InputStream in = TemplateCheckTest.class.getResourceAsStream("tokenizer.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void findsATokenThatTheTemplateLacksWhereverItStands() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode whole = mapper.readTree(whole());
    JsonNode lacking = mapper.readTree(whole().replace("\"[SEP]\": {\"id\"", "\"[X]\": {\"id\""));
    assertThat(TemplateCheck.fault(whole)).isEmpty();
    assertThat(TemplateCheck.fault(lacking)).isPresent();
    String within = "{\"post_processor\": {\"type\": \"Sequence\", \"processors\": [%s]}}";
    String one = lacking.path("post_processor").toString();
    assertThat(TemplateCheck.fault(mapper.readTree(within.formatted(one)))).isPresent();
  }

  @Test
  void bothAreRefusedInOneLine() throws IOException {
    for (String broken :
        List.of(
            whole().replace("\"[SEP]\": {\"id\"", "\"[X]\": {\"id\""),
            whole().replace("\"unk_token\": \"[UNK]\"", "\"unk_token\": \"[X]\""))) {
      Path file = Files.writeString(folder.resolve("tokenizer.json"), broken);
      assertThatThrownBy(
              () -> Tokenizers.find().tokenize(file, List.of("ant", "zebra"), OptionalInt.empty()))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file + " is no tokenizer that can be used (")
          .message()
          .hasLineCount(1);
    }
  }
}
