package io.entroscope.data.batch;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSet;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.setting.Setting;
import java.util.concurrent.CancellationException;

/** Fills batch after batch for a {@link BatchReader}, on one thread. */
abstract class BatchWorker implements Runnable {
  private final BatchReader reader;
  private final DataSet data;
  private final BatchPlan plan;

  BatchWorker(BatchReader reader, DataSet data, BatchPlan plan) {
    this.reader = reader;
    this.data = data;
    this.plan = plan;
  }

  final BatchPlan plan() {
    return plan;
  }

  @Override
  public final void run() {
    try {
      Slot slot = reader.takeSlot();
      while (slot != null) {
        int batch = claim();
        if (batch < 0) {
          reader.recycle(slot);
          return;
        }
        make(batch, slot);
        slot = reader.takeSlot();
      }
    } finally {
      close();
    }
  }

  /** The number of a batch that nobody else does; −1 if there is none left. */
  int claim() {
    return reader.claim();
  }

  /** Fills a slot and returns the number of examples in it. */
  abstract int fill(int batch, Slot slot);

  /** Lets go of what this worker alone uses. */
  abstract void close();

  private void make(int batch, Slot slot) {
    try {
      int count = fill(batch, slot);
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
              "there is not enough memory to read the data from "
                  + where
                  + " on; give Java more with "
                  + Setting.HEAP
                  + ", or use a smaller "
                  + Setting.BATCH,
              e));
    } catch (Error e) {
      reader.finish(batch, null, new IllegalStateException("reading a batch failed", e));
    }
  }

  /**
   * Stops if nobody wants batches any more.
   *
   * @throws CancellationException then
   */
  final void requireOpen() {
    if (reader.isClosed()) {
      throw new CancellationException("the reader of the data is closed");
    }
  }

  /**
   * Leaves out an example that cannot be used.
   *
   * @throws DataException unless that was asked for
   */
  final void leaveOut(int position, CorruptImageException e) {
    if (!data.spec().skipCorrupt()) {
      throw data.corrupt(position, e);
    }
    reader.leftOut(position);
  }
}
