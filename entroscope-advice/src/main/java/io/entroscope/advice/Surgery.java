package io.entroscope.advice;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a layer can be taken out of the model file.
 *
 * @param checked whether the file was looked at; if not, nothing is known beyond the widths
 * @param how {@code bypass} or {@code fold}; null if it was not checked or cannot be
 * @param refusal why it cannot be taken out; null if it can, or was not checked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Surgery(boolean checked, @Nullable String how, @Nullable String refusal) {
  /** The model file was not at hand. */
  public static final Surgery UNCHECKED = new Surgery(false, null, null);

  /** It can be done in this way. */
  public static Surgery by(String how) {
    return new Surgery(true, how, null);
  }

  /** It cannot be done, for this reason. */
  public static Surgery refused(String reason) {
    return new Surgery(true, null, reason);
  }
}
