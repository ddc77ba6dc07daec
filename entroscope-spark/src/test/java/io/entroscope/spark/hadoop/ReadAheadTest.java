package io.entroscope.spark.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.junit.jupiter.api.Test;

/** What is read through a channel against the bytes themselves, and how often the file is asked. */
class ReadAheadTest {
  private static final int RECORD = 785;
  private static final int RECORDS = 20_000;

  private final Bytes bytes = new Bytes(RECORD * RECORDS);
  private final HadoopChannel channel =
      new HadoopChannel(new FSDataInputStream(bytes), bytes.all.length);

  /** A file in memory that counts what is asked of it. */
  private static final class Bytes extends ByteArrayInputStream
      implements Seekable, PositionedReadable {
    private final byte[] all;
    private int reads;
    private long length;

    Bytes(int size) {
      super(new byte[0]);
      all = new byte[size];
      new Random(6).nextBytes(all);
    }

    @Override
    public synchronized int read(long position, byte[] buffer, int offset, int length) {
      reads++;
      this.length += length;
      System.arraycopy(all, (int) position, buffer, offset, length);
      return length;
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length) {
      read(position, buffer, offset, length);
    }

    @Override
    public void readFully(long position, byte[] buffer) {
      read(position, buffer, 0, buffer.length);
    }

    @Override
    public void seek(long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long getPos() {
      return 0;
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }
  }

  private void assertRead(int record) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(RECORD);
    while (target.hasRemaining()) {
      assertThat(channel.read(target, (long) record * RECORD + target.position())).isPositive();
    }
    assertThat(target.array())
        .isEqualTo(Arrays.copyOfRange(bytes.all, record * RECORD, (record + 1) * RECORD));
  }

  @Test
  void recordsInARowTakeFewReads() throws IOException {
    for (int record = 0; record < RECORDS; record++) {
      assertRead(record);
    }
    assertThat(bytes.reads).isBetween(15, 20);
  }

  @Test
  void recordsFromAnywhereAreReadByThemselves() throws IOException {
    for (int record : new Random(7).ints(300, 0, RECORDS).toArray()) {
      assertRead(record);
    }
    assertThat(bytes.reads).isBetween(250, 310);
    assertThat(bytes.length).isLessThan(2L * 300 * RECORD);
  }

  @Test
  void severalThreadsReadOnEachFromItsPlace() {
    int threads = 4;
    IntStream.range(0, threads)
        .parallel()
        .forEach(
            thread -> {
              for (int i = 0; i < RECORDS / threads; i++) {
                try {
                  assertRead(thread * RECORDS / threads + i);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }
            });
    assertThat(bytes.reads).isLessThan(60);
  }
}
