package io.entroscope.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes several arrays to one file as NumPy's savez does, uncompressed. Equal arrays give equal
 * bytes. For one thread.
 */
public final class NpzWriter implements Closeable {
  /**
   * The same for all, since no file tells when it was written. Of the earliest time that a zip file
   * can name Java would also write the time zone.
   */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private static final String FLOAT32 = "<f4";
  private static final String INT64 = "<i8";

  private static final Charset UTF_32 = Charset.forName("UTF-32LE");

  private final ZipOutputStream zip;

  /**
   * Starts a file without arrays.
   *
   * @param out is closed with this
   */
  public NpzWriter(OutputStream out) {
    this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    zip.setMethod(ZipOutputStream.STORED);
  }

  /**
   * Writes float32 values that need not be in memory.
   *
   * @param key the array's name
   * @param shape of the array
   * @param values in C order, little-endian; asked for twice, since their checksum comes before
   *     them
   */
  public void floats(String key, long[] shape, Content values) throws IOException {
    long count = 1;
    for (long axis : shape) {
      count = Math.multiplyExact(count, axis);
    }
    add(key, FLOAT32, shape, count * Float.BYTES, values);
  }

  /** Writes float32 values {@code [N]}. */
  public void floats(String key, float... values) throws IOException {
    ByteBuffer bytes = little(values.length, Float.BYTES);
    bytes.asFloatBuffer().put(values);
    add(key, FLOAT32, values.length, bytes);
  }

  /** Writes int64 values {@code [N]}. */
  public void longs(String key, long... values) throws IOException {
    ByteBuffer bytes = little(values.length, Long.BYTES);
    bytes.asLongBuffer().put(values);
    add(key, INT64, values.length, bytes);
  }

  /** Writes texts {@code [N]}, as NumPy's unicode strings of equal length. */
  public void texts(String key, List<String> values) throws IOException {
    texts(key, new long[] {values.size()}, values);
  }

  /**
   * The same of any shape.
   *
   * @param values in C order
   */
  public void texts(String key, long[] shape, List<String> values) throws IOException {
    int longest = 1;
    for (String value : values) {
      longest = Math.max(longest, value.codePointCount(0, value.length()));
    }
    ByteBuffer bytes = little(Math.multiplyExact(values.size(), longest), Integer.BYTES);
    for (int i = 0; i < values.size(); i++) {
      bytes.position(i * longest * Integer.BYTES);
      bytes.put(values.get(i).getBytes(UTF_32));
    }
    byte[] all = all(bytes);
    add(key, "<U" + longest, shape, all.length, out -> out.write(all));
  }

  private static ByteBuffer little(int count, int width) {
    return ByteBuffer.allocate(Math.multiplyExact(count, width)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] all(ByteBuffer values) {
    byte[] bytes = new byte[values.capacity()];
    values.rewind().get(bytes);
    return bytes;
  }

  private void add(String key, String type, int count, ByteBuffer values) throws IOException {
    byte[] bytes = all(values);
    add(key, type, new long[] {count}, bytes.length, out -> out.write(bytes));
  }

  /**
   * Writes values of any type.
   *
   * @param type as NumPy writes it, for example {@code <f8}
   * @param bytes how many the values have
   * @param values in C order; asked for twice
   */
  public void add(String key, String type, long[] shape, long bytes, Content values)
      throws IOException {
    byte[] head = NpyHead.of(type, shape);
    CRC32 sum = new CRC32();
    try (OutputStream summed = new CheckedOutputStream(OutputStream.nullOutputStream(), sum)) {
      summed.write(head);
      values.writeTo(summed);
    }
    ZipEntry entry = new ZipEntry(key + ".npy");
    entry.setTimeLocal(NO_TIME);
    entry.setCrc(sum.getValue());
    entry.setSize(head.length + bytes);
    zip.putNextEntry(entry);
    zip.write(head);
    values.writeTo(zip);
    zip.closeEntry();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
