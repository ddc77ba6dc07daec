package io.entroscope.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How far long runs have come, kept in a file ({@code -Dentroscope.fuzz.log=}), so that a run that
 * was stopped goes on where it was: lines of reader, seed, executions, refusals and seconds of
 * processor time, of which the last of a reader and a seed counts.
 */
final class FuzzLog {
  private static final String PROPERTY = "entroscope.fuzz.log";
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(20);

  private final String reader;
  private final long seed;
  private final String file;
  private final Reached before;
  private long written = System.nanoTime();

  /**
   * What has been read so far.
   *
   * @param executions damaged inputs
   * @param refused those of them, and of the valid ones and past findings, that were refused
   * @param cpuSeconds processor time of the readings
   */
  record Reached(long executions, long refused, double cpuSeconds) {
    static final Reached NOTHING = new Reached(0, 0, 0);

    Reached and(long more, long moreRefused, double moreSeconds) {
      return new Reached(executions + more, refused + moreRefused, cpuSeconds + moreSeconds);
    }
  }

  private FuzzLog(String reader, long seed, String file, Reached before) {
    this.reader = reader;
    this.seed = seed;
    this.file = file;
    this.before = before;
  }

  /** The log of a reader and a seed; one that forgets everything if no file is named. */
  static FuzzLog of(String reader, long seed) throws IOException {
    String file = System.getProperty(PROPERTY, "");
    String start = reader + "\t" + seed + "\t";
    Reached reached = Reached.NOTHING;
    if (!file.isEmpty() && Files.exists(Path.of(file))) {
      for (String line : Files.readAllLines(Path.of(file))) {
        if (line.startsWith(start)) {
          List<String> words = List.of(line.split("\t"));
          reached =
              new Reached(
                  Long.parseLong(words.get(2)),
                  Long.parseLong(words.get(3)),
                  Double.parseDouble(words.get(4)));
        }
      }
    }
    return new FuzzLog(reader, seed, file, reached);
  }

  /** Where the last run ended. */
  Reached before() {
    return before;
  }

  /** Notes where this run is, unless it did so a moment ago. */
  void noteNowAndThen(Reached now) throws IOException {
    if (System.nanoTime() - written > PAUSE) {
      note(now);
    }
  }

  /** Notes where this run is. */
  void note(Reached now) throws IOException {
    if (file.isEmpty()) {
      return;
    }
    String line =
        String.format(
            Locale.ROOT,
            "%s\t%d\t%d\t%d\t%.1f%n",
            reader,
            seed,
            now.executions(),
            now.refused(),
            now.cpuSeconds());
    Files.writeString(Path.of(file), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    written = System.nanoTime();
  }
}
