package io.entroscope.result.columns;

/** The types of columns, by the name that a description calls them. */
enum ColumnType {
  FLOAT32("float32", "<f4", Float.BYTES),
  FLOAT64("float64", "<f8", Double.BYTES),
  INT64("int64", "<i8", Long.BYTES),
  BOOL("bool", "|b1", 1),
  /** Bytes of unequal number, in base64 where they are JSON. */
  BASE64("base64", "|u1", 1),
  TEXT("text", "", 0);

  private final String id;
  private final String numpy;
  private final int bytes;

  ColumnType(String id, String numpy, int bytes) {
    this.id = id;
    this.numpy = numpy;
    this.bytes = bytes;
  }

  /** Its name in a description. */
  String id() {
    return id;
  }

  /** What NumPy calls it; of text, that depends on the longest. */
  String numpy() {
    return numpy;
  }

  /** How many bytes a value takes; 0 of text, where that depends on the longest. */
  int bytes() {
    return bytes;
  }
}
