package io.entroscope.app.export;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A file of events as TensorBoard reads it: TensorFlow's records (length and content, each with a
 * masked CRC-32C), each an {@code Event} of {@code tensorflow/core/util/event.proto}. The time of
 * an event is its step in seconds, so that equal values give equal bytes.
 */
final class EventFile {
  private static final int MASK = 0xa282ead8;

  // Fields of Event, Summary, Summary.Value and HistogramProto.
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int HISTOGRAM = 5;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  /** A file without events. */
  EventFile() throws IOException {
    record(
        message(
            event -> {
              event.writeDouble(WALL_TIME, 0);
              event.writeString(FILE_VERSION, "brain.Event:2");
            }));
  }

  /** Adds a number. */
  void scalar(String tag, long step, double value) throws IOException {
    event(
        step,
        message(
            one -> {
              one.writeString(TAG, tag);
              one.writeFloat(SIMPLE_VALUE, (float) value);
            }));
  }

  /**
   * Adds a histogram.
   *
   * @param edges of the bins, one more than there are
   * @param counts of the bins
   */
  void histogram(String tag, long step, double[] edges, long[] counts) throws IOException {
    ByteString histogram = histogram(edges, counts);
    event(
        step,
        message(
            one -> {
              one.writeString(TAG, tag);
              one.writeBytes(HISTOGRAM, histogram);
            }));
  }

  private static ByteString histogram(double[] edges, long[] counts) throws IOException {
    double number = 0;
    double sum = 0;
    double squares = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      double middle = (edges[bin] + edges[bin + 1]) / 2;
      number += counts[bin];
      sum += counts[bin] * middle;
      squares += counts[bin] * middle * middle;
    }
    double[] totals = {edges[0], edges[counts.length], number, sum, squares};
    return message(
        one -> {
          for (int field = 0; field < totals.length; field++) {
            one.writeDouble(field + 1, totals[field]);
          }
          packed(one, 6, counts.length, bin -> edges[bin + 1]);
          packed(one, 7, counts.length, bin -> counts[bin]);
        });
  }

  @FunctionalInterface
  private interface Doubles {
    double at(int index);
  }

  private static void packed(CodedOutputStream out, int field, int count, Doubles values)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putDouble(values.at(i));
    }
    out.writeBytes(field, ByteString.copyFrom(bytes.array()));
  }

  private void event(long step, ByteString value) throws IOException {
    ByteString summary = message(one -> one.writeBytes(VALUE, value));
    record(
        message(
            event -> {
              event.writeDouble(WALL_TIME, (double) step);
              event.writeInt64(STEP, step);
              event.writeBytes(SUMMARY, summary);
            }));
  }

  @FunctionalInterface
  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static ByteString message(Fields fields) throws IOException {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.writeTo(out);
    out.flush();
    return bytes.toByteString();
  }

  private void record(ByteString content) throws IOException {
    byte[] length =
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(content.size())
            .array();
    file.write(length);
    file.write(sum(length));
    content.writeTo(file);
    file.write(sum(content.toByteArray()));
  }

  private static byte[] sum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
  }

  /** The file as it is now. */
  byte[] bytes() {
    return file.toByteArray();
  }
}
