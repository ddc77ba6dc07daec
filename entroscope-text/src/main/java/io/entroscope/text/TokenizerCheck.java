package io.entroscope.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * What the library takes for granted of a tokenizer.json: it ends the whole program where that does
 * not hold, instead of refusing the file as it does elsewhere.
 */
final class TokenizerCheck {
  /** The library's own bound is 128, counted from the whole file's beginning. */
  private static final int DEEPEST = 100;

  private TokenizerCheck() {}

  /** What is wrong with a tokenizer; empty if nothing of this kind is. */
  static Optional<String> fault(JsonNode tokenizer) {
    return TemplateCheck.fault(tokenizer)
        .or(() -> normalizerFault(tokenizer.path("normalizer")))
        .or(() -> decoderFault(tokenizer.path("decoder")));
  }

  private static Optional<String> normalizerFault(JsonNode normalizer) {
    Optional<String> within =
        first(normalizer.path("normalizers"), TokenizerCheck::normalizerFault);
    JsonNode table = normalizer.path("precompiled_charsmap");
    boolean used = table.isTextual() || normalizer.path("type").asText().equals("Precompiled");
    return within.isEmpty() && used && !CharsMapCheck.isSound(table.asText())
        ? Optional.of("its table of normalised characters is damaged")
        : within;
  }

  /** The first fault of some parts. */
  static Optional<String> first(JsonNode parts, Function<JsonNode, Optional<String>> fault) {
    return StreamSupport.stream(parts.spliterator(), false)
        .map(fault)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> decoderFault(JsonNode decoder) {
    return isReadable(decoder, 0)
        ? Optional.empty()
        : Optional.of("its decoder holds what its library cannot read");
  }

  private static boolean isReadable(JsonNode node, int depth) {
    if (depth > DEEPEST || !isReadable(node)) {
      return false;
    }
    for (var field : node.properties()) {
      if (!isUnicode(field.getKey()) || !isReadable(field.getValue(), depth + 1)) {
        return false;
      }
    }
    for (JsonNode one : node) {
      if (!node.isObject() && !isReadable(one, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isReadable(JsonNode value) {
    return value.isNumber()
        ? Double.isFinite(value.doubleValue())
        : !value.isTextual() || isUnicode(value.textValue());
  }

  /** Without halves of surrogate pairs. */
  private static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
