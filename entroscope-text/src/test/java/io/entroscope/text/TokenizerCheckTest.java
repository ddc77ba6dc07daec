package io.entroscope.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entroscope.data.DataException;
import io.entroscope.data.token.Tokenizers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokenizers that would end the whole process if the library were given them as they are. */
class TokenizerCheckTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;

  private static ObjectNode whole() throws IOException {
    try (InputStream in = TokenizerCheckTest.class.getResourceAsStream("tokenizer.json")) {
      return (ObjectNode) MAPPER.readTree(in);
    }
  }

  /**
   * A table that makes "a" of "A" and leaves the rest: the root's unit leads to the block from 256
   * on, "A" from there to the block from 512 on, whose first unit is its leaf.
   */
  private static byte[] table() {
    int[] units = new int[768];
    units[0] = 256 << 10;
    units[256 ^ 'A'] = (256 ^ 'A' ^ 512) << 10 | 1 << 8 | 'A';
    units[512] = 1 << 31 | 1;
    byte[] texts = "\0a\0".getBytes(StandardCharsets.UTF_8);
    ByteBuffer table =
        ByteBuffer.allocate(4 + 4 * units.length + texts.length).order(ByteOrder.LITTLE_ENDIAN);
    table.putInt(4 * units.length);
    table.asIntBuffer().put(units);
    return table.position(4 + 4 * units.length).put(texts).array();
  }

  private static String base64(byte[] table) {
    return Base64.getEncoder().encodeToString(table);
  }

  private Path withTable(byte[] table) throws IOException {
    ObjectNode tokenizer = whole();
    tokenizer.set(
        "normalizer",
        MAPPER
            .createObjectNode()
            .put("type", "Precompiled")
            .put("precompiled_charsmap", base64(table)));
    return Files.write(folder.resolve("tokenizer.json"), MAPPER.writeValueAsBytes(tokenizer));
  }

  @Test
  void aTableOfCharactersIsFollowed() throws IOException {
    var tokens =
        Tokenizers.find().tokenize(withTable(table()), List.of("Ant"), OptionalInt.empty());
    assertThat(tokens.ids().get(0)).containsExactly(2, 4, 3);
  }

  /** The library is asked as well, so that what this lets pass does not end the tests. */
  @Test
  void aDamagedTableIsRefused() throws IOException {
    Random random = new Random(Long.getLong("entroscope.seed", 20261130L));
    byte[] sound = table();
    int refused = 0;
    for (int k = 0; k < 400; k++) {
      byte[] damaged = sound.clone();
      int at = k % 2 == 0 ? 4 * random.nextInt(1 + 768) : 4 + 4 * (k % 4 == 1 ? 0 : 256 ^ 'A');
      damaged[at + random.nextInt(4)] ^= (byte) (1 << random.nextInt(8));
      Path file = withTable(damaged);
      if (CharsMapCheck.isSound(base64(damaged))) {
        Tokenizers.find().tokenize(file, List.of("Ant \u00e9", "Zebra"), OptionalInt.empty());
      } else {
        refused++;
        assertThatThrownBy(
                () -> Tokenizers.find().tokenize(file, List.of("Ant"), OptionalInt.empty()))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("its table of normalised characters is damaged")
            .message()
            .hasLineCount(1);
      }
    }
    assertThat(refused).isBetween(40, 360);
  }

  @Test
  void aTableThatIsNoneIsRefused() {
    byte[] table = table();
    assertThat(CharsMapCheck.isSound(base64(table))).isTrue();
    assertThat(CharsMapCheck.isSound("")).isFalse();
    assertThat(CharsMapCheck.isSound("?")).isFalse();
    assertThat(CharsMapCheck.isSound(base64(new byte[4]))).isFalse();
    byte[] claims = table.clone();
    claims[3] = 0x7f;
    assertThat(CharsMapCheck.isSound(base64(claims))).isFalse();
    byte[] noText = table.clone();
    noText[noText.length - 2] = (byte) 0xff;
    assertThat(CharsMapCheck.isSound(base64(noText))).isFalse();
    byte[] one = java.util.Arrays.copyOf(table, table.length - 1);
    assertThat(CharsMapCheck.isSound(base64(one).replace("=", ""))).isEqualTo(one.length % 3 == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"WordPiece\", \"prefix\": \"##\", \"cleanup\": 1e999}",
        "{\"type\": \"WordPiece\", \"prefix\": \"\\ud800\", \"cleanup\": true}",
        "[[1e999]]",
      })
  void aDecoderThatCannotBeReadIsRefused(String decoder) throws IOException {
    String damaged = whole().put("decoder", "here").toString().replace("\"here\"", decoder);
    Path file = Files.writeString(folder.resolve("tokenizer.json"), damaged);
    assertThatThrownBy(() -> Tokenizers.find().tokenize(file, List.of("ant"), OptionalInt.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("its decoder holds what its library cannot read");
  }

  @Test
  void aDecoderOfManyLevelsIsRefused() throws IOException {
    String nested = "[".repeat(200) + "]".repeat(200);
    String damaged = whole().put("decoder", "here").toString().replace("\"here\"", nested);
    Path file = Files.writeString(folder.resolve("tokenizer.json"), damaged);
    assertThatThrownBy(() -> Tokenizers.find().tokenize(file, List.of("ant"), OptionalInt.empty()))
        .isInstanceOf(DataException.class);
  }
}
