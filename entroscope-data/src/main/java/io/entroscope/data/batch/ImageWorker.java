package io.entroscope.data.batch;

import io.entroscope.data.ImageDataSet;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.data.image.internal.ImageSizeException;
import io.entroscope.data.image.internal.Normalizer;
import io.entroscope.data.image.internal.Pixels;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.data.image.internal.RecordDecoder;
import io.entroscope.data.image.internal.RecordReader;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reads, decodes and normalises images, on one thread. */
final class ImageWorker extends BatchWorker {
  private final ImageDataSet data;
  private final RecordReader records;
  // Held from taking a batch to having read it where records come from one stream.
  private final ReentrantLock streamLock;
  private final Normalizer normalizer;
  private final RecordDecoder decoder;
  private final RecordBatch stored = new RecordBatch();
  private final Pixels pixels = new Pixels();
  private final ContentHash hash = new ContentHash();
  // By place in the batch.
  private final Map<Integer, CorruptImageException> unreadable = new HashMap<>();
  private @Nullable RuntimeException readFailure;

  ImageWorker(
      BatchReader reader,
      ImageDataSet data,
      BatchPlan plan,
      RecordReader records,
      ReentrantLock streamLock,
      Normalizer normalizer) {
    super(reader, data, plan);
    this.data = data;
    this.records = records;
    this.streamLock = streamLock;
    this.normalizer = normalizer;
    this.decoder = data.newDecoder();
  }

  @Override
  int claim() {
    if (records.concurrent()) {
      return super.claim();
    }
    streamLock.lock();
    try {
      int batch = super.claim();
      if (batch >= 0) {
        readFailure = tryToRead(batch);
      }
      return batch;
    } finally {
      streamLock.unlock();
    }
  }

  private @Nullable RuntimeException tryToRead(int batch) {
    stored.clear();
    unreadable.clear();
    try {
      for (int i = 0; i < plan().count(batch); i++) {
        read(plan().position(batch, i), i);
      }
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  /** What is corrupt is told when it is its turn to be decoded. */
  private void read(int position, int index) {
    try {
      records.read(position, stored);
    } catch (CorruptImageException e) {
      unreadable.put(index, e);
      stored.add(0);
    }
  }

  @Override
  void close() {
    decoder.close();
  }

  @Override
  int fill(int batch, Slot slot) {
    if (readFailure != null) {
      throw readFailure;
    }
    boolean readAhead = !records.concurrent();
    FloatBuffer values = slot.floats(0);
    int count = 0;
    for (int i = 0; i < plan().count(batch); i++) {
      requireOpen();
      int position = plan().position(batch, i);
      try {
        if (!readAhead) {
          stored.clear();
          records.read(position, stored);
        } else if (unreadable.containsKey(i)) {
          throw unreadable.get(i);
        }
        decoder.decode(stored, readAhead ? i : 0, pixels);
        normalizer.write(pixels, values, count);
        slot.positions[count] = position;
        slot.labels[count] = data.label(position);
        slot.contents[count] = hash.of(pixels);
        count++;
      } catch (CorruptImageException e) {
        leaveOut(position, e);
      } catch (ImageSizeException e) {
        throw data.wrongSize(position, e, normalizer.input());
      }
    }
    return count;
  }
}
