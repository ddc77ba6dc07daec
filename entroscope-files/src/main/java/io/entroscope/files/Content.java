package io.entroscope.files;

import java.io.IOException;
import java.io.OutputStream;

/** What writes the content of a file. */
@FunctionalInterface
public interface Content {
  /** Writes everything to the stream; closing it is allowed, and not needed. */
  void writeTo(OutputStream out) throws IOException;
}
