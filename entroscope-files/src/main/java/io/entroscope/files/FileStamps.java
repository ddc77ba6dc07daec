package io.entroscope.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What files were like when a program began to read them: their sizes, and the times of their last
 * changes. So it can tell in the end whether all that it read was of one time. The clock plays no
 * part in it: a time is only ever compared with that of the same file before.
 *
 * <p>Files that are not on this machine's own file system, such as those that Spark reads, have no
 * stamps, since each might cost a request over a network. Immutable.
 */
public final class FileStamps {
  /** Those of no file. */
  public static final FileStamps NONE = new FileStamps(i -> Path.of(""), new long[0]);

  private static final long GONE = 0;

  private final IntFunction<Path> file;
  private final long[] stamps;

  private FileStamps(IntFunction<Path> file, long[] stamps) {
    this.file = file;
    this.stamps = stamps;
  }

  /** Of these files as they are now. */
  public static FileStamps of(List<Path> files) {
    List<Path> kept = List.copyOf(files);
    return of(kept.size(), kept::get);
  }

  /**
   * Of so many files as they are now, of which a stamp alone is kept in memory.
   *
   * @param file gives each by its number, whenever it is asked
   */
  public static FileStamps of(int count, IntFunction<Path> file) {
    if (count == 0 || !file.apply(0).getFileSystem().equals(FileSystems.getDefault())) {
      return NONE;
    }
    return new FileStamps(
        file, IntStream.range(0, count).mapToLong(i -> of(file.apply(i))).toArray());
  }

  private static long of(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      long stamp = now.lastModifiedTime().to(TimeUnit.NANOSECONDS) * 0x9E3779B97F4A7C15L;
      return Math.max(GONE + 1, (stamp ^ (stamp >>> 32) ^ now.size()) & Long.MAX_VALUE);
    } catch (IOException e) {
      return GONE;
    }
  }

  /** Of how many files. */
  public int count() {
    return stamps.length;
  }

  /**
   * What has become of the first of all files that is no longer as it was: see {@link
   * #change(IntStream)}.
   */
  public Optional<String> change() {
    return change(IntStream.range(0, stamps.length));
  }

  /**
   * What has become of the first of some files that is no longer as it was, such as {@code a.png
   * was removed}; empty if all are.
   *
   * @param numbers of the files
   */
  public Optional<String> change(IntStream numbers) {
    return numbers.mapToObj(this::changeOf).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> changeOf(int number) {
    Path path = file.apply(number);
    long now = of(path);
    if (now == stamps[number]) {
      return Optional.empty();
    }
    return Optional.of(path + (now == GONE ? " was removed" : " was changed"));
  }
}
