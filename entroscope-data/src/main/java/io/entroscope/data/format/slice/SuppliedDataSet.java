package io.entroscope.data.format.slice;

import io.entroscope.data.format.internal.ImageFiles;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.data.image.internal.RecordReader;
import io.entroscope.files.FileStamps;
import io.entroscope.files.Reasons;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Encoded images from an {@link ImageSupply}. */
public final class SuppliedDataSet extends FactsDataSet {
  private final ImageSupply supply;

  public SuppliedDataSet(Path path, DataFacts facts, ImageSupply supply) {
    super(path, facts);
    this.supply = supply;
  }

  @Override
  public Optional<ImageSupply> supply() {
    return Optional.of(supply);
  }

  @Override
  public FileStamps files() {
    return supply.files();
  }

  @Override
  public int size() {
    return supply.size();
  }

  @Override
  public int storedLabel(int position) {
    return supply.label(position);
  }

  @Override
  public Optional<String> name(int position) {
    return supply.name(position);
  }

  @Override
  public String describe(int position) {
    return supply.describe(position);
  }

  @Override
  public RecordReader newReader() {
    return new RecordReader() {
      @Override
      public boolean concurrent() {
        return supply.concurrent();
      }

      @Override
      public void read(int position, RecordBatch into) throws CorruptImageException {
        byte[] bytes;
        try {
          bytes = supply.read(position);
        } catch (IOException e) {
          throw new CorruptImageException("it cannot be read: " + Reasons.ofReading(e), e);
        }
        int length = ImageFiles.checkLength(bytes.length);
        int start = into.add(length);
        System.arraycopy(bytes, 0, into.bytes(), start, length);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public synchronized void close() {
    super.close();
    supply.close();
  }
}
