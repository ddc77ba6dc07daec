package io.entroscope.data;

import io.entroscope.setting.Setting;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How texts are read, where it was said.
 *
 * @param text the column of texts, by name or by number from 1; null: the one of a usual name, or
 *     of the first two the longer one
 * @param label the column of labels, likewise
 * @param tokenizer the tokenizer.json; null: the one beside the model
 * @param maxTokens of one text; null: as the tokenizer says, or 512
 */
public record TextReading(
    @Nullable String text,
    @Nullable String label,
    @Nullable String tokenizer,
    @Nullable Integer maxTokens)
    implements Serializable {
  /** Nothing was said. */
  public static final TextReading UNSAID = new TextReading(null, null, null, null);

  /**
   * Checks the number.
   *
   * @throws DataException if it makes no sense
   */
  public TextReading {
    if (maxTokens != null && maxTokens < 1) {
      throw new DataException(Setting.MAX_TOKENS + " is " + maxTokens + "; give 1 or more");
    }
  }
}
