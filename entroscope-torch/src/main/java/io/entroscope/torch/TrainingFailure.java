package io.entroscope.torch;

import io.entroscope.core.AnalysisException;
import io.entroscope.files.Reasons;

/**
 * A training that started and then failed, for example because its loss is no longer finite; the
 * message is one line that says what is wrong, where, and what to do about it.
 */
public final class TrainingFailure extends AnalysisException {
  private static final long serialVersionUID = 1L;

  public TrainingFailure(String message) {
    super(Reasons.inOneLine(message));
  }
}
