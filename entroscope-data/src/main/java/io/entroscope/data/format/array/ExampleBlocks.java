package io.entroscope.data.format.array;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Examples of an array in Fortran order, where one value of each lies beside the same value of the
 * next: many are read at once and kept, since reading one takes as many reads as reading all. For
 * many threads.
 */
final class ExampleBlocks {
  /** Of usual blocks. */
  static final int BLOCK_BYTES = 16 << 20;

  /**
   * Examples that were read.
   *
   * @param first the first of them
   * @param bytes of all, one after the other
   */
  private record Block(int first, byte[] bytes) {}

  private final NpyFile file;
  private final int exampleBytes;
  private final int count;

  // Threads that read ahead are in two blocks for a while.
  private @Nullable Block latest;
  private @Nullable Block before;

  /**
   * Of a file, nothing of which is read yet.
   *
   * @param exampleBytes of one example
   * @param blockBytes of a block at most, if it holds more than one example
   */
  ExampleBlocks(NpyFile file, int exampleBytes, int blockBytes) {
    this.file = file;
    this.exampleBytes = exampleBytes;
    this.count = Math.max(1, Math.min(file.examples(), blockBytes / exampleBytes));
  }

  /** Reads as many examples as fit what remains of a buffer, from one on. */
  void read(int example, ByteBuffer into) {
    for (int next = example; into.hasRemaining(); next++) {
      Block block = block(next / count * count);
      into.put(block.bytes(), (next - block.first()) * exampleBytes, exampleBytes);
    }
  }

  private synchronized Block block(int first) {
    if (latest != null && latest.first() == first) {
      return latest;
    }
    if (before != null && before.first() == first) {
      return before;
    }
    byte[] bytes = new byte[Math.min(count, file.examples() - first) * exampleBytes];
    file.read(first, ByteBuffer.wrap(bytes));
    before = latest;
    latest = new Block(first, bytes);
    return latest;
  }
}
