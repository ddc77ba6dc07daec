package io.entroscope.result.json;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.util.NameTransformer;

/**
 * The names of a part's fields where they stand beside those of the whole: the part's name and the
 * field's in camel case, {@code value} under the part's name alone.
 */
public final class UnwrappedNames extends NameTransformer {
  private static final String VALUE = "value";

  private final String part;

  private UnwrappedNames(String part) {
    this.part = part;
  }

  /** The names of one part's fields; their own where the part gives no name. */
  public static NameTransformer of(JsonUnwrapped part) {
    return part.prefix().isEmpty() ? NOP : new UnwrappedNames(part.prefix());
  }

  @Override
  public String transform(String field) {
    return field.equals(VALUE)
        ? part
        : part + Character.toUpperCase(field.charAt(0)) + field.substring(1);
  }

  @Override
  public String reverse(String name) {
    if (name.equals(part)) {
      return VALUE;
    }
    String field = name.substring(part.length());
    return Character.toLowerCase(field.charAt(0)) + field.substring(1);
  }
}
