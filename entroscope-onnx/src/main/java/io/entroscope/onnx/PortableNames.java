package io.entroscope.onnx;

/**
 * Names of tensors that ONNX Runtime's Java interface can ask for. It hands them over in Java's own
 * form of UTF-8, in which NUL and characters beyond U+FFFF, such as emoji, are written otherwise
 * than in a model.
 */
public final class PortableNames {
  private PortableNames() {}

  /** Whether a tensor of this name can be asked for. */
  public static boolean isOne(String name) {
    return name.chars().allMatch(PortableNames::isSame);
  }

  /** A name with an underscore in the place of what cannot be handed over. */
  static String of(String name) {
    if (isOne(name)) {
      return name;
    }
    StringBuilder portable = new StringBuilder();
    name.codePoints().forEach(c -> portable.append(isSame(c) ? (char) c : '_'));
    return portable.toString();
  }

  private static boolean isSame(int character) {
    return character > 0
        && character <= Character.MAX_VALUE
        && !Character.isSurrogate((char) character);
  }
}
