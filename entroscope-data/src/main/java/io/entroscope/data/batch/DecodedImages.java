package io.entroscope.data.batch;

import io.entroscope.data.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Images decoded and normalised, or rows of arrays read, once and kept in memory, in the batches of
 * their plan, to go over again and again. Immutable.
 */
public final class DecodedImages {
  private final List<Kept> batches;
  private final int[] skipped;

  private record Kept(Slot slot, int index, int count) {}

  private DecodedImages(List<Kept> batches, int[] skipped) {
    this.batches = batches;
    this.skipped = skipped;
  }

  /**
   * Takes all batches that a source has left.
   *
   * @throws DataException if an image cannot be read, or memory is short
   */
  public static DecodedImages of(BatchSource source) {
    List<Kept> batches = new ArrayList<>();
    for (Batch batch = source.next(); batch != null; batch = source.next()) {
      batches.add(new Kept(batch.copy(), batch.index(), batch.count()));
      batch.close();
    }
    return new DecodedImages(batches, source.skipped());
  }

  /** The number of images. */
  public int images() {
    return batches.stream().mapToInt(Kept::count).sum();
  }

  /** Gives all batches once; several sources may be used at the same time. */
  public BatchSource source() {
    return new Source();
  }

  private final class Source implements BatchSource {
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean closed;

    @Override
    public @Nullable Batch next() {
      if (closed) {
        throw new CancellationException("the images are no longer wanted");
      }
      int place = next.getAndIncrement();
      if (place >= batches.size()) {
        return null;
      }
      Kept kept = batches.get(place);
      return new Batch(slot -> {}, kept.slot(), kept.index(), kept.count());
    }

    @Override
    public int[] skipped() {
      return skipped.clone();
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
