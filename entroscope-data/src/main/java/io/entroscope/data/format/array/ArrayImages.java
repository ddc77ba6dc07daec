package io.entroscope.data.format.array;

import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.internal.Pixels;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.data.image.internal.RecordDecoder;
import io.entroscope.data.image.internal.RecordReader;
import io.entroscope.files.FileStamps;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** The images in an array of bytes; they share files and labels with its dataset. */
final class ArrayImages extends ImageDataSet {
  private static final int GREY = 1;
  private static final int RGB = 3;
  private static final int ROWS_COLUMNS = 2;
  private static final int WITH_CHANNELS = 3;

  private final NpyDataSet arrays;
  private final NpyFile file;
  private final ImageShape shape;
  private final boolean channelsLast;

  private ArrayImages(NpyDataSet arrays, NpyFile file, ImageShape shape, boolean channelsLast) {
    super(arrays.spec(), arrays.format(), arrays.split(), arrays.storedClassNames());
    this.arrays = arrays;
    this.file = file;
    this.shape = shape;
    this.channelsLast = channelsLast;
  }

  /** The images of an array; empty if it holds none. */
  static Optional<ImageDataSet> of(NpyDataSet arrays, NpyFile file) {
    List<Integer> row = file.row();
    if (!file.type().number().equals(Optional.of(NumberType.UINT8))) {
      return Optional.empty();
    }
    if (row.size() == ROWS_COLUMNS) {
      ImageShape grey = new ImageShape(GREY, row.get(0), row.get(1));
      return Optional.of(new ArrayImages(arrays, file, grey, false));
    }
    if (row.size() != WITH_CHANNELS) {
      return Optional.empty();
    }
    if (isChannels(row.get(2)) && !isChannels(row.get(0))) {
      ImageShape last = new ImageShape(row.get(2), row.get(0), row.get(1));
      return Optional.of(new ArrayImages(arrays, file, last, true));
    }
    if (isChannels(row.get(0))) {
      ImageShape first = new ImageShape(row.get(0), row.get(1), row.get(2));
      return Optional.of(new ArrayImages(arrays, file, first, false));
    }
    return Optional.empty();
  }

  private static boolean isChannels(int axis) {
    return axis == GREY || axis == RGB;
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public boolean namesClasses() {
    return arrays.namesClasses();
  }

  @Override
  public FileStamps files() {
    return arrays.files();
  }

  @Override
  public int size() {
    return arrays.size();
  }

  @Override
  public int storedLabel(int position) {
    return arrays.storedLabel(position);
  }

  @Override
  public Optional<String> name(int position) {
    return Optional.empty();
  }

  @Override
  protected List<String> readingNotes() {
    return arrays.notes();
  }

  @Override
  public String describe(int position) {
    return arrays.describe(position);
  }

  @Override
  public RecordReader newReader() {
    return new Reader();
  }

  @Override
  public RecordDecoder newDecoder() {
    return (records, index, into) -> decode(records, index, into);
  }

  private void decode(RecordBatch records, int index, Pixels into) {
    int start = index * shape.elements();
    if (channelsLast) {
      into.strided(records.bytes(), start, shape, shape.channels(), 1);
    } else {
      into.planar(records.bytes(), start, shape);
    }
  }

  @Override
  public synchronized void close() {
    super.close();
    arrays.closeFiles();
  }

  private final class Reader implements RecordReader {
    private final Optional<ExampleBlocks> blocks =
        file.fortran()
            ? Optional.of(new ExampleBlocks(file, shape.elements(), ExampleBlocks.BLOCK_BYTES))
            : Optional.empty();

    @Override
    public boolean concurrent() {
      return true;
    }

    @Override
    public void read(int position, RecordBatch into) {
      int bytes = shape.elements();
      int start = into.add(bytes);
      ByteBuffer image = ByteBuffer.wrap(into.bytes(), start, bytes).slice();
      if (blocks.isPresent()) {
        blocks.get().read(position, image);
      } else {
        file.read(position, image);
      }
    }

    @Override
    public void close() {}
  }
}
