package io.entroscope.data;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reads, decodes and normalises batch after batch for a {@link BatchReader}, on one thread. */
final class BatchWorker implements Runnable {
  private final BatchReader reader;
  private final ImageDataSet data;
  private final BatchPlan plan;
  private final RecordReader records;
  // Held from taking a batch to having read it where records come from one stream.
  private final ReentrantLock streamLock;
  private final Normalizer normalizer;
  private final RecordDecoder decoder;
  private final RecordBatch stored = new RecordBatch();
  private final Pixels pixels = new Pixels();
  // By place in the batch.
  private final Map<Integer, CorruptImageException> unreadable = new HashMap<>();
  private @Nullable RuntimeException readFailure;

  BatchWorker(
      BatchReader reader,
      ImageDataSet data,
      BatchPlan plan,
      RecordReader records,
      ReentrantLock streamLock,
      Normalizer normalizer) {
    this.reader = reader;
    this.data = data;
    this.plan = plan;
    this.records = records;
    this.streamLock = streamLock;
    this.normalizer = normalizer;
    this.decoder = data.newDecoder();
  }

  @Override
  public void run() {
    try (decoder) {
      Slot slot = reader.takeSlot();
      while (slot != null) {
        int batch = records.concurrent() ? reader.claim() : claimAndRead();
        if (batch < 0) {
          reader.recycle(slot);
          return;
        }
        make(batch, slot);
        slot = reader.takeSlot();
      }
    }
  }

  private int claimAndRead() {
    streamLock.lock();
    try {
      int batch = reader.claim();
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
      for (int i = 0; i < plan.count(batch); i++) {
        read(plan.position(batch, i), i);
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

  private void make(int batch, Slot slot) {
    try {
      if (readFailure != null) {
        throw readFailure;
      }
      int count = decode(batch, slot);
      slot.pad(count);
      reader.finish(batch, new Batch(reader::recycle, slot, batch, count), null);
    } catch (RuntimeException e) {
      reader.finish(batch, null, e);
    } catch (OutOfMemoryError e) {
      String where = data.describe(plan.position(batch, 0));
      reader.finish(
          batch,
          null,
          new DataException(
              "there is not enough memory to decode images from "
                  + where
                  + " on; give Java more with JAVA_OPTS=-Xmx..., or use a smaller --batch",
              e));
    } catch (Error e) {
      reader.finish(batch, null, new IllegalStateException("decoding failed", e));
    }
  }

  /** Fills a slot and returns the number of images in it. */
  private int decode(int batch, Slot slot) {
    boolean readAhead = !records.concurrent();
    int count = 0;
    for (int i = 0; i < plan.count(batch); i++) {
      if (reader.isClosed()) {
        throw new CancellationException("the reader of images is closed");
      }
      int position = plan.position(batch, i);
      try {
        if (!readAhead) {
          stored.clear();
          records.read(position, stored);
        } else if (unreadable.containsKey(i)) {
          throw unreadable.get(i);
        }
        decoder.decode(stored, readAhead ? i : 0, pixels);
        normalizer.write(pixels, slot.buffer, count);
        slot.positions[count] = position;
        slot.labels[count] = data.label(position);
        count++;
      } catch (CorruptImageException e) {
        if (!data.spec().skipCorrupt()) {
          throw data.corrupt(position, e);
        }
        reader.leftOut(position);
      } catch (ImageSizeException e) {
        throw data.wrongSize(position, e, normalizer.input());
      }
    }
    return count;
  }
}
