package io.entroscope.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The terminal, in UTF-8 whatever the locale. */
final class Console {
  private static final PrintWriter OUT = writer(FileDescriptor.out);
  private static final PrintWriter ERR = writer(FileDescriptor.err);

  private Console() {}

  private static PrintWriter writer(FileDescriptor stream) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
  }

  static PrintWriter out() {
    return OUT;
  }

  static PrintWriter err() {
    return ERR;
  }

  /** Whether a person watches standard error; the launcher knows. */
  static boolean watched() {
    return Boolean.getBoolean("entroscope.terminal");
  }
}
