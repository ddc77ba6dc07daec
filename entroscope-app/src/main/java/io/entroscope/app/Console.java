package io.entroscope.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** The terminal, in UTF-8 whatever the locale. */
public final class Console {
  private static final String WARNING = "warning: ";
  private static final String RED = "\u001b[31m";
  private static final String YELLOW = "\u001b[33m";
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";
  private static final int USUAL = 80;
  private static final int NARROWEST = 40;

  private static PrintWriter out = writer(new Checked(FileDescriptor.out));
  private static PrintWriter help = plain(new Checked(FileDescriptor.out));

  private static PrintWriter plainErr = plain(new FileOutputStream(FileDescriptor.err));

  /** Where this cannot be written to, there is nobody to tell. */
  private static PrintWriter err = writer(new FileOutputStream(FileDescriptor.err));

  private Console() {}

  private static PrintWriter plain(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private static PrintWriter writer(OutputStream stream) {
    return harmless(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }

  private static PrintWriter harmless(Writer to) {
    return new PrintWriter(new HarmlessWriter(to), true);
  }

  /** A stream whose failure no writer around it can swallow. */
  private static final class Checked extends FileOutputStream {
    Checked(FileDescriptor stream) {
      super(stream);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      try {
        super.write(bytes, from, count);
      } catch (IOException e) {
        throw OutputLost.of(e);
      }
    }
  }

  /** Standard output; throws {@link OutputLost} where it cannot be written to. */
  public static PrintWriter out() {
    return out;
  }

  /** Standard output for the program's own words in colour, with nothing of any file in them. */
  public static PrintWriter help() {
    return help;
  }

  /** Standard error. */
  public static PrintWriter err() {
    return err;
  }

  /** Says on standard error what a person should know about a run. */
  public static void note(String text) {
    say("note: ", BOLD, text);
  }

  /** Says on standard error what a person should know before believing something. */
  public static void warning(String text) {
    say(WARNING, YELLOW, text);
  }

  /** Says on standard error what went wrong. */
  public static void error(String text) {
    say("entroscope: ", RED, text);
  }

  /** Says what a run that is stopped leaves, below the progress that was drawn last. */
  public static void interrupted(String text) {
    if (watched()) {
      err.println();
    }
    error(text);
    // Threads that are still at work draw their progress no more.
    err = harmless(Writer.nullWriter());
  }

  private static void say(String head, String colour, String text) {
    boolean coloured = isErrorColoured();
    if (coloured) {
      plainErr.print(colour + head + RESET);
      plainErr.flush();
    }
    err.println((coloured ? "" : head) + Flags.in(text));
  }

  /** Prints lines to standard output; the warnings among them stand out. */
  public static void print(String lines) {
    for (String line : lines.split("(?<=\\n)", -1)) {
      if (isColoured() && line.startsWith(WARNING)) {
        help.print(YELLOW + WARNING + RESET);
        help.flush();
        out.print(line.substring(WARNING.length()));
      } else {
        out.print(line);
      }
      out.flush();
    }
  }

  /** Whether standard error is a terminal that shows colour, and nobody has asked for none. */
  private static boolean isErrorColoured() {
    String terminal = System.getenv("TERM");
    String none = System.getenv("NO_COLOR");
    return watched()
        && (none == null || none.isEmpty())
        && terminal != null
        && !terminal.equals("dumb");
  }

  /** Writes there instead, for whoever runs commands inside another program. */
  public static void redirect(PrintWriter newOut, PrintWriter newErr) {
    out = harmless(newOut);
    help = newOut;
    plainErr = newErr;
    err = harmless(newErr);
  }

  /** How many characters fit on a line of standard output; the launcher knows its terminal. */
  public static int width() {
    return Math.max(NARROWEST, Integer.getInteger("entroscope.columns", USUAL));
  }

  /**
   * Whether standard output is a terminal that shows colour, and whoever reads it has not asked for
   * none with NO_COLOR; the launcher knows.
   */
  public static boolean isColoured() {
    return Boolean.getBoolean("entroscope.colour");
  }

  /** Whether a person watches standard error; the launcher knows. */
  public static boolean watched() {
    return Boolean.getBoolean("entroscope.terminal");
  }
}
