package io.entroscope.app;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.PlanException;
import io.entroscope.data.DataException;
import io.entroscope.files.Reasons;
import io.entroscope.onnx.OnnxException;
import io.entroscope.report.ReportException;
import io.entroscope.result.ResultException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What goes wrong, as one line for a person and an exit code. */
public final class Errors {
  private static final int FAILED = 1;
  private static final int WRONG_INPUT = 2;
  private static final String TOO_MANY_FILES = "Too many open files";

  /** What a shell reports of a program that SIGPIPE ended. */
  private static final int READER_GONE = 128 + 13;

  /** What says in its message what is wrong with an input. */
  private static final List<Class<? extends RuntimeException>> INPUT =
      List.of(
          OnnxException.class,
          DataException.class,
          PlanException.class,
          ResultException.class,
          ReportException.class,
          ParameterException.class);

  private Errors() {}

  public static int wrongCommandLine(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    StringBuilder message = new StringBuilder(Reasons.inOneLine(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        message.append("; did you mean ").append(String.join(" or ", near)).append("?");
      }
    }
    message.append(" (see ").append(command.getCommandSpec().qualifiedName()).append(" --help)");
    print(message.toString());
    return WRONG_INPUT;
  }

  public static int failed(Exception e, CommandLine command, ParseResult parsed) {
    return failed(e);
  }

  /** Says what ended a command, in one line, and gives the exit code for it. */
  public static int failed(Throwable e) {
    if (System.getenv("ENTROSCOPE_DEBUG") != null) {
      e.printStackTrace(Console.err());
    }
    if (e instanceof OutputLost lost && lost.isReaderGone()) {
      return READER_GONE;
    }
    if (hasCause(e, TOO_MANY_FILES)) {
      print(
          Reasons.inOneLine(e.getMessage())
              + "; raise the number of files that may be open (ulimit -n)");
      return FAILED;
    }
    if (INPUT.stream().anyMatch(type -> type.isInstance(e))) {
      print(Reasons.inOneLine(e.getMessage()));
      // A full disk is not the fault of the input.
      return hasCause(e, "No space left") || hasCause(e, "quota exceeded") ? FAILED : WRONG_INPUT;
    }
    if (e instanceof AnalysisException
        || e instanceof CancellationException
        || e instanceof OutputLost) {
      print(Reasons.inOneLine(e.getMessage()));
      return FAILED;
    }
    if (e instanceof IOException unread) {
      print(Reasons.inOneLine(Reasons.of(unread)));
      return FAILED;
    }
    print(Reasons.inOneLine(e instanceof Error error ? ofMachine(error) : internal(e)));
    return FAILED;
  }

  /** What the Java machine could not do, and what helps. */
  private static String ofMachine(Error e) {
    if (e instanceof OutOfMemoryError) {
      return String.format(
          Locale.ROOT,
          "out of memory (%s; Java has %,d MB); give it more, e.g. JAVA_OPTS=-Xmx8g",
          e.getMessage(),
          Runtime.getRuntime().maxMemory() >> 20);
    }
    if (e instanceof StackOverflowError) {
      return "something in the input is nested too deeply; JAVA_OPTS=-Xss64m may get through it";
    }
    if (e instanceof LinkageError) {
      return "part of the program cannot be loaded: "
          + root(e)
          + "; check that the folder for temporary files, "
          + System.getProperty("java.io.tmpdir")
          + ", can be written to, has room and is not mounted noexec, or set TMPDIR to another";
    }
    return internal(e);
  }

  private static Throwable root(Throwable e) {
    Throwable at = e;
    while (at.getCause() != null && at.getCause() != at) {
      at = at.getCause();
    }
    return at;
  }

  private static String internal(Throwable e) {
    return "internal error: " + e + "; please report it (ENTROSCOPE_DEBUG=1 shows where it arose)";
  }

  /** Whether the system refused to read or write with these words. */
  private static boolean hasCause(Throwable e, String words) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof IOException && String.valueOf(at.getMessage()).contains(words)) {
        return true;
      }
    }
    return false;
  }

  private static void print(String message) {
    Console.error(message);
  }
}
