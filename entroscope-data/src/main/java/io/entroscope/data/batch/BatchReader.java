package io.entroscope.data.batch;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSet;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.array.ArrayDataSet;
import io.entroscope.data.format.array.FedArray;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.data.image.internal.Normalizer;
import io.entroscope.data.image.internal.RecordReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the batches of a {@link BatchPlan} ahead of whoever takes them: threads of its own read,
 * decode and normalise images, or read rows of arrays, into a fixed number of direct buffers, which
 * are filled again once their batch is closed. Each batch is given once, to one caller of {@link
 * #next}; several threads may call it. Batches come about in order, not exactly.
 *
 * <p>What a batch holds depends on its number alone, not on the number of threads. If images cannot
 * be read, the failure of the first of them in the dataset is thrown.
 */
public final class BatchReader implements BatchSource {
  private final int end;
  private final Supplied supplied;
  private final Runnable closing;
  private final List<Thread> threads = new ArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Slot> free = new ArrayDeque<>();
  private final Deque<Batch> ready = new ArrayDeque<>();
  private final TreeMap<Integer, RuntimeException> failures = new TreeMap<>();
  private final List<Integer> skipped = new ArrayList<>();
  private int nextBatch;
  private int inFlight;
  private boolean checked;
  private volatile boolean closed;

  private BatchReader(Supplied supplied, List<Slot> slots, Runnable closing) {
    this.supplied = supplied;
    this.nextBatch = supplied.from();
    this.end = supplied.to();
    this.free.addAll(slots);
    this.closing = closing;
  }

  /** The batches {@code from} (inclusive) to {@code to} (exclusive) of a plan for a dataset. */
  private record Supplied(DataSet data, BatchPlan plan, int from, int to) {
    Supplied {
      if (from < 0 || to > plan.batches() || from > to) {
        throw new IndexOutOfBoundsException(
            "batches " + from + " to " + to + " of " + plan.batches());
      }
    }

    List<Slot> slots(Ahead ahead, int... rowBytes) {
      List<Slot> slots = new ArrayList<>();
      for (int i = 0; i < Math.min(ahead.buffers(), to - from); i++) {
        slots.add(new Slot(plan.batchSize(), rowBytes));
      }
      return slots;
    }

    /** Checks that all of it was read from files as they were when the dataset was opened. */
    void requireUnchanged() {
      data.requireUnchanged(
          IntStream.range(from, to).flatMap(batch -> IntStream.of(plan.positions(batch))));
    }

    /** Files that were changed or removed meanwhile explain a failure to read them. */
    RuntimeException explained(RuntimeException failure) {
      try {
        requireUnchanged();
        return failure;
      } catch (DataException changed) {
        changed.addSuppressed(failure);
        return changed;
      }
    }
  }

  /**
   * How far reading runs ahead.
   *
   * @param threads that decode, at least 1
   * @param buffers batches in memory at once, including those that callers hold: at least one for
   *     each of these and one for each decoding thread, or they wait for each other
   */
  public record Ahead(int threads, int buffers) {
    public Ahead {
      if (threads < 1 || buffers < 1) {
        throw new DataException(
            threads + " threads and " + buffers + " buffers to read data; give 1 or more");
      }
    }
  }

  /**
   * Starts to read all batches of a plan.
   *
   * @param how pixels become input
   * @param input what the model takes
   * @throws DataException if mean or std do not fit the model's channels, or memory is short
   */
  public static BatchReader open(
      ImageDataSet data, BatchPlan plan, Preprocessing how, InputShape input, Ahead ahead) {
    return open(data, plan, 0, plan.batches(), how, input, ahead);
  }

  /**
   * Starts to read the batches {@code from} (inclusive) to {@code to} (exclusive) of a plan.
   *
   * @throws DataException as {@link #open(ImageDataSet, BatchPlan, Preprocessing, InputShape,
   *     Ahead)}
   */
  public static BatchReader open(
      ImageDataSet data,
      BatchPlan plan,
      int from,
      int to,
      Preprocessing how,
      InputShape input,
      Ahead ahead) {
    how.requireChannels(input.image().channels());
    Supplied supplied = new Supplied(data, plan, from, to);
    List<Slot> slots = supplied.slots(ahead, input.elements() * Float.BYTES);
    RecordReader records = records(supplied, data);
    BatchReader reader = new BatchReader(supplied, slots, records::close);
    ReentrantLock streamLock = new ReentrantLock();
    return reader.start(
        ahead.threads(),
        () -> new ImageWorker(reader, data, plan, records, streamLock, new Normalizer(how, input)));
  }

  /**
   * Starts to read the batches {@code from} (inclusive) to {@code to} (exclusive) of a plan, from
   * arrays.
   *
   * @param inputs the arrays that go into the model's inputs, in their order
   * @param mask the name of that one which says which tokens count, 1 or 0; it must keep at least
   *     one of each example
   * @throws DataException if memory is short
   */
  public static BatchReader open(
      ArrayDataSet data,
      BatchPlan plan,
      int from,
      int to,
      List<FedArray> inputs,
      Optional<String> mask,
      Ahead ahead) {
    int[] rowBytes = inputs.stream().mapToInt(FedArray::rowBytes).toArray();
    Supplied supplied = new Supplied(data, plan, from, to);
    BatchReader reader = new BatchReader(supplied, supplied.slots(ahead, rowBytes), () -> {});
    return reader.start(ahead.threads(), () -> new ArrayWorker(reader, data, plan, inputs, mask));
  }

  private static RecordReader records(Supplied supplied, ImageDataSet data) {
    try {
      return data.newReader();
    } catch (DataException e) {
      throw supplied.explained(e);
    }
  }

  private BatchReader start(int count, Supplier<BatchWorker> workers) {
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(workers.get(), "entroscope-decode-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    return this;
  }

  /**
   * The next batch, waiting for it if need be; null when all have been given.
   *
   * @throws DataException if an image or the dataset cannot be read, or was changed since the
   *     dataset was opened
   * @throws CancellationException if the reader is closed meanwhile or the thread interrupted
   */
  @Override
  public @Nullable Batch next() {
    lock.lock();
    try {
      while (true) {
        if (closed) {
          throw new CancellationException("the reader of the data is closed");
        }
        // Once all that was begun is done, the first failure is the same for any number of threads.
        if (!failures.isEmpty() && inFlight == 0) {
          throw supplied.explained(failures.firstEntry().getValue());
        }
        if (failures.isEmpty() && !ready.isEmpty()) {
          return ready.remove();
        }
        if (failures.isEmpty() && nextBatch == end && inFlight == 0) {
          if (!checked) {
            supplied.requireUnchanged();
            checked = true;
          }
          return null;
        }
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for data");
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int[] skipped() {
    lock.lock();
    try {
      return skipped.stream().mapToInt(Integer::intValue).sorted().toArray();
    } finally {
      lock.unlock();
    }
  }

  /** Stops reading, and returns when all threads have ended. The dataset stays open. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    closing.run();
  }

  boolean isClosed() {
    return closed;
  }

  void leftOut(int position) {
    lock.lock();
    try {
      skipped.add(position);
    } finally {
      lock.unlock();
    }
  }

  /** Takes back the memory of a batch that nobody needs any more. */
  void recycle(Slot slot) {
    lock.lock();
    try {
      free.add(slot);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A free slot, waiting for one; null if there is nothing left to do. */
  @Nullable Slot takeSlot() {
    lock.lock();
    try {
      while (true) {
        if (closed || nextBatch == end || !failures.isEmpty()) {
          return null;
        }
        Slot slot = free.poll();
        if (slot != null) {
          return slot;
        }
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The number of a batch that nobody else does; −1 if there is none left. */
  int claim() {
    lock.lock();
    try {
      if (closed || nextBatch == end || !failures.isEmpty()) {
        return -1;
      }
      inFlight++;
      return nextBatch++;
    } finally {
      lock.unlock();
    }
  }

  void finish(int batch, @Nullable Batch done, @Nullable RuntimeException failure) {
    lock.lock();
    try {
      inFlight--;
      if (done != null) {
        ready.add(done);
      }
      if (failure != null) {
        failures.put(batch, failure);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
