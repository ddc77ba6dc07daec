package io.entroscope.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The templates of a tokenizer.json, by which special tokens are put around a text: each token that
 * they name has to be there.
 */
final class TemplateCheck {
  private TemplateCheck() {}

  /** What is wrong with the templates of a tokenizer; empty if nothing is. */
  static Optional<String> fault(JsonNode tokenizer) {
    return faultOf(tokenizer.path("post_processor"));
  }

  private static Optional<String> faultOf(JsonNode processor) {
    Optional<String> within =
        TokenizerCheck.first(processor.path("processors"), TemplateCheck::faultOf);
    if (within.isPresent()) {
      return within;
    }
    JsonNode known = processor.path("special_tokens");
    for (String template : new String[] {"single", "pair"}) {
      for (JsonNode piece : processor.path(template)) {
        JsonNode token = piece.path("SpecialToken").path("id");
        if (token.isTextual() && !known.has(token.asText())) {
          return Optional.of("its template names a special token that it does not have");
        }
      }
    }
    return Optional.empty();
  }
}
