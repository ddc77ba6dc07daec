package io.entroscope.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.data.DataException;
import io.entroscope.data.token.TokenizedTexts;
import io.entroscope.data.token.Tokenizers;
import io.entroscope.files.Inputs;
import io.entroscope.setting.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Hugging Face's tokenizers, by way of DJL's binding of them. */
public final class HuggingFaceTokenizers implements Tokenizers {
  /** What BERT and its like were trained on, where nothing says otherwise. */
  private static final int USUAL_MOST = 512;

  /** What tokenizer_config.json says where there is no limit is far above it. */
  private static final long HIGHEST_MOST = 1 << 20;

  private static final int BATCH = 512;

  @Override
  public TokenizedTexts tokenize(Path file, List<String> texts, OptionalInt asked) {
    JsonNode says = json(file);
    int most = asked.orElseGet(() -> most(file, says));
    TokenizerLibrary.load();
    List<int[]> ids = new ArrayList<>();
    int cut = 0;
    try (HuggingFaceTokenizer tokenizer =
        HuggingFaceTokenizer.builder()
            .optTokenizerPath(file)
            .optPadding(false)
            .optTruncation(true)
            .optMaxLength(most)
            .build()) {
      for (int from = 0; from < texts.size(); from += BATCH) {
        List<String> some = texts.subList(from, Math.min(texts.size(), from + BATCH));
        for (Encoding of : encoded(tokenizer, some)) {
          ids.add(Arrays.stream(of.getIds()).mapToInt(Math::toIntExact).toArray());
          cut += of.getOverflowing().length > 0 ? 1 : 0;
        }
      }
    } catch (IOException | RuntimeException e) {
      throw unusable(file, e);
    }
    return new TokenizedTexts(ids, padding(says), most, cut);
  }

  /** One by one: of a whole batch, the library ends the program where it cannot encode a text. */
  private static List<Encoding> encoded(HuggingFaceTokenizer tokenizer, List<String> texts) {
    return AllTexts.map(texts, text -> tokenizer.encode(text, true, true));
  }

  private static DataException unusable(Path file, Exception e) {
    return new DataException(
        unusable(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")), e);
  }

  private static String unusable(Path file, String why) {
    return file
        + " is no tokenizer that can be used ("
        + why
        + "); give the tokenizer.json that belongs to the model";
  }

  private static JsonNode json(Path file) {
    try {
      Inputs.requireFile(file);
      if (Limit.TOKENIZER.isExceededBy(Files.size(file))) {
        throw new DataException(
            file + " is of " + Files.size(file) + " bytes; " + Limit.TOKENIZER.hint());
      }
      JsonNode json = JsonMapper.builder().build().readTree(file.toFile());
      if (!json.path("model").isObject()) {
        throw new DataException(
            file + " is no tokenizer.json; give the one that belongs to the model");
      }
      TokenizerCheck.fault(json)
          .ifPresent(
              fault -> {
                throw new DataException(unusable(file, fault));
              });
      return json;
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** What the tokenizer cuts at, or the file beside it says that the model takes. */
  private static int most(Path file, JsonNode says) {
    int cuts = says.path("truncation").path("max_length").asInt(0);
    if (cuts > 0) {
      return cuts;
    }
    Path config = file.toAbsolutePath().resolveSibling("tokenizer_config.json");
    if (Files.isRegularFile(config)) {
      try {
        double takes =
            JsonMapper.builder()
                .build()
                .readTree(config.toFile())
                .path("model_max_length")
                .asDouble(0);
        return takes >= 1 && takes <= HIGHEST_MOST ? (int) takes : USUAL_MOST;
      } catch (IOException e) {
        throw unusable(config, e);
      }
    }
    return USUAL_MOST;
  }

  /** The id of padding: what the tokenizer fills up with, or its token of that name; else 0. */
  private static int padding(JsonNode says) {
    JsonNode fills = says.path("padding").path("pad_id");
    if (fills.isInt()) {
      return fills.asInt();
    }
    for (JsonNode token : says.path("added_tokens")) {
      String content = token.path("content").asText();
      if (content.equals("[PAD]") || content.equals("<pad>")) {
        return token.path("id").asInt(0);
      }
    }
    return 0;
  }
}
