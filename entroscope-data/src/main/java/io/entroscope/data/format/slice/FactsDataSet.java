package io.entroscope.data.format.slice;

import io.entroscope.data.ImageDataSet;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.internal.ImageFileDecoder;
import io.entroscope.data.image.internal.RawDecoder;
import io.entroscope.data.image.internal.RecordDecoder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dataset that is known from {@link DataFacts} rather than from looking at its files. */
abstract class FactsDataSet extends ImageDataSet {
  private final DataFacts facts;
  private @Nullable ImageShape shape;

  FactsDataSet(Path path, DataFacts facts) {
    super(facts.spec(path), facts.format(), facts.split(), facts.classNames());
    this.facts = facts;
    this.shape = facts.shape();
  }

  @Override
  public boolean namesClasses() {
    return facts.namesClasses();
  }

  @Override
  public synchronized ImageShape shape() {
    if (shape == null) {
      shape = firstShape();
    }
    return shape;
  }

  @Override
  protected List<String> readingNotes() {
    return List.of();
  }

  @Override
  public RecordDecoder newDecoder() {
    return switch (format()) {
      case IDX, CIFAR, CSV -> RawDecoder.of(shape(), spec().transpose());
      case FOLDER, ZIP, TAR, PARQUET -> new ImageFileDecoder();
      case NPY, NPZ, TEXT -> throw new IllegalStateException("arrays are no images");
    };
  }
}
