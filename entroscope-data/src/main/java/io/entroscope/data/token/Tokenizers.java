package io.entroscope.data.token;

import io.entroscope.data.DataException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.ServiceLoader;

/**
 * Makes tokens of texts as a tokenizer.json says. What does so is found by {@link ServiceLoader},
 * since it brings native libraries that not everybody wants.
 */
public interface Tokenizers {
  /**
   * Makes tokens, those included that begin and end a text to the model.
   *
   * @param tokenizer the tokenizer.json
   * @param most of one text, which is cut beyond; empty: as the tokenizer says, or 512
   * @throws DataException if it is no tokenizer, or cannot be used
   */
  TokenizedTexts tokenize(Path tokenizer, List<String> texts, OptionalInt most);

  /**
   * The first on the class path.
   *
   * @throws DataException if there is none
   */
  static Tokenizers find() {
    return ServiceLoader.load(Tokenizers.class)
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "texts need a tokenizer, and none is on the class path; add entroscope-text, or"
                        + " give the token ids as NumPy arrays"));
  }
}
