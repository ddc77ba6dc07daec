package io.entroscope.testing;

import io.entroscope.testing.FuzzLog.Reached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Damaged inputs for a reader, made of valid ones by seeded mutation. Whatever they hold, the
 * reader gives something or throws its module's own exception with a message of one line; it takes
 * at most {@value FuzzRun#MOST_CPU_SECONDS} seconds of processor time and allocates at most the
 * bytes stated. Inputs that broke this once lie in {@code src/test/resources/fuzz/READER} and are
 * tried first, always.
 *
 * <p>{@code -Dentroscope.seed=} takes other inputs, {@code -Dentroscope.fuzz.executions=} more of
 * them, {@code -Dentroscope.fuzz.log=} goes on where a file says that the last run ended. An input
 * depends on seed and number alone; one that breaks the rule is kept in {@code target/fuzz}.
 */
public final class Fuzz {
  private static final long SEED = Seeds.seed(20261129L);
  private static final int MOST_STEPS = 4;

  private final String reader;
  private final Class<? extends RuntimeException> own;
  private final List<byte[]> seeds = new ArrayList<>();
  private final List<Mutation> mutations = new ArrayList<>(List.of(ByteMutations::any));
  private Mutation finish = (input, random) -> input;
  private long mostBytes = 256L << 20;

  private Fuzz(String reader, Class<? extends RuntimeException> own) {
    this.reader = reader;
    this.own = own;
  }

  /** What reads an input. */
  @FunctionalInterface
  public interface Reader {
    void read(byte[] input) throws IOException;
  }

  /**
   * Fuzzing of a reader.
   *
   * @param reader its name, that of a folder of past findings
   * @param own what it throws for an input that it refuses
   */
  public static Fuzz of(String reader, Class<? extends RuntimeException> own) {
    return new Fuzz(reader, own);
  }

  /** Begins with a valid input as well. */
  public Fuzz from(byte[] valid) {
    seeds.add(valid.clone());
    return this;
  }

  /** Makes changes that know the format, as often as those of bare bytes. */
  public Fuzz with(Mutation mutation) {
    mutations.add(mutation);
    return this;
  }

  /** Finishes each input so: packs it, or puts the checksum right. */
  public Fuzz finish(Mutation last) {
    finish = last;
    return this;
  }

  /** What an execution may allocate, in bytes; 256 MiB if nothing is said. */
  public Fuzz mostBytes(long bytes) {
    mostBytes = bytes;
    return this;
  }

  /**
   * Reads the valid inputs, past findings, and damaged ones.
   *
   * @param usual how many damaged ones, unless a property says it
   * @throws AssertionError if the reader breaks the rule; the message says how to see it again
   */
  public void run(int usual, Reader target) throws IOException {
    long executions = Long.getLong("entroscope.fuzz.executions", usual);
    FuzzLog log = FuzzLog.of(reader, SEED);
    try (FuzzRun run = new FuzzRun(reader, own, mostBytes, target)) {
      run.watch(() -> readAll(run, executions, log));
      Reached all = reached(run, Math.max(0, executions - log.before().executions()), log);
      System.out.printf(
          Locale.ROOT,
          "fuzz %s: %d executions, %d refused, %.0f per second of processor time, seed %d;"
              + " now %.1f s, of which %.1f in the reader%n",
          reader,
          all.executions(),
          all.refused(),
          all.executions() / all.cpuSeconds(),
          SEED,
          run.wholeSeconds(),
          run.cpuSeconds());
    }
  }

  private void readAll(FuzzRun run, long executions, FuzzLog log) throws IOException {
    for (byte[] valid : seeds) {
      run.read(finish.of(valid, new Random(0)), "a valid input", true);
    }
    for (Path finding : findings()) {
      run.read(Files.readAllBytes(finding), finding.toString(), false);
    }
    long first = log.before().executions();
    for (long i = first; i < executions; i++) {
      run.read(input(i), "execution " + i + " of seed " + SEED, false);
      log.noteNowAndThen(reached(run, i + 1 - first, log));
    }
    log.note(reached(run, Math.max(0, executions - first), log));
  }

  private static Reached reached(FuzzRun run, long executions, FuzzLog log) {
    return log.before().and(executions, run.refused(), run.cpuSeconds());
  }

  private List<Path> findings() throws IOException {
    Path folder = Path.of("src/test/resources/fuzz", reader);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private byte[] input(long number) {
    // A Random whose seeds are neighbours begins alike; a product tells them apart.
    Random random = new Random((SEED ^ reader.hashCode()) + number * 0x9E3779B97F4A7C15L);
    byte[] input = seeds.get(random.nextInt(seeds.size()));
    for (int step = random.nextInt(MOST_STEPS); step >= 0; step--) {
      input =
          random.nextInt(12) == 0
              ? ByteMutations.splice(input, seeds.get(random.nextInt(seeds.size())), random)
              : mutations.get(random.nextInt(mutations.size())).of(input, random);
    }
    return finish.of(input, random);
  }
}
