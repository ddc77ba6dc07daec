package io.entroscope.setting;

/** Where a person can look up what names there are, as the messages of libraries name it. */
public enum Listing {
  LAYERS("Layers.find"),
  BLOCKS("Blocks.find");

  private final String text;

  Listing(String method) {
    text = Setting.quoted(method);
  }

  /** The name in its marks, to be put into a message. */
  @Override
  public String toString() {
    return text;
  }
}
