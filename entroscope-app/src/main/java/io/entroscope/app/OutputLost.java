package io.entroscope.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What was printed went nowhere: the disk is full, or whoever read it has gone. */
public final class OutputLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean readerGone;

  private OutputLost(String message, IOException cause, boolean readerGone) {
    super(message, cause);
    this.readerGone = readerGone;
  }

  static OutputLost of(IOException cause) {
    return new OutputLost(
        "cannot write the output: " + cause.getMessage(), cause, saysPipe(cause) || intoPipe());
  }

  /** Whether the reader has had enough, as {@code head} does, which is no fault. */
  boolean isReaderGone() {
    return readerGone;
  }

  private static boolean saysPipe(IOException cause) {
    return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
  }

  /** The system's message may be in another language; into a pipe nothing else goes wrong. */
  private static boolean intoPipe() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
