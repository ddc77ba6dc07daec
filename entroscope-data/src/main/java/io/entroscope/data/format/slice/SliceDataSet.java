package io.entroscope.data.format.slice;

import io.entroscope.data.Extent;
import io.entroscope.data.image.internal.RecordReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The images of a {@link DataSlice}. */
final class SliceDataSet extends FactsDataSet {
  private final int[] positions;
  private final int[] labels;
  private final Extent[] extents;
  private final String[] names;

  /**
   * Some images.
   *
   * @param positions in the whole dataset, increasing
   * @param names of the files, for messages
   */
  SliceDataSet(DataFacts facts, int[] positions, int[] labels, Extent[] extents, String[] names) {
    super(Path.of(""), facts);
    this.positions = positions;
    this.labels = labels;
    this.extents = extents;
    this.names = names;
  }

  private int indexOf(int position) {
    int index = Arrays.binarySearch(positions, position);
    if (index < 0) {
      throw new IndexOutOfBoundsException("image " + position + " is not in this slice");
    }
    return index;
  }

  @Override
  public int size() {
    return positions.length == 0 ? 0 : positions[positions.length - 1] + 1;
  }

  @Override
  public int storedLabel(int position) {
    return labels[indexOf(position)];
  }

  @Override
  public Optional<String> name(int position) {
    Extent extent = extents[indexOf(position)];
    return extent.length() == Extent.WHOLE ? Optional.of(extent.file()) : Optional.empty();
  }

  @Override
  public String describe(int position) {
    int index = indexOf(position);
    int number = extents[index].number();
    return number < 0 ? names[index] : "image " + number + " of " + names[index];
  }

  @Override
  public Optional<Extent> extent(int position) {
    return Optional.of(extents[indexOf(position)]);
  }

  @Override
  public RecordReader newReader() {
    boolean packed = Arrays.stream(extents).anyMatch(Extent::gzip);
    return packed
        ? new ExtentReaders.Forward(position -> extents[indexOf(position)])
        : new ExtentReaders.Anywhere(position -> extents[indexOf(position)]);
  }
}
