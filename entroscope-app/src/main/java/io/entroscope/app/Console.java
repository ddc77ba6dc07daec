package io.entroscope.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The terminal, in UTF-8 whatever the locale. */
public final class Console {
  private static PrintWriter out = writer(FileDescriptor.out);
  private static PrintWriter err = writer(FileDescriptor.err);

  private Console() {}

  private static PrintWriter writer(FileDescriptor stream) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
  }

  /** Standard output. */
  public static PrintWriter out() {
    return out;
  }

  /** Standard error. */
  public static PrintWriter err() {
    return err;
  }

  /** Writes there instead, for whoever runs commands inside another program. */
  public static void redirect(PrintWriter newOut, PrintWriter newErr) {
    out = newOut;
    err = newErr;
  }

  /** Whether a person watches standard error; the launcher knows. */
  public static boolean watched() {
    return Boolean.getBoolean("entroscope.terminal");
  }
}
