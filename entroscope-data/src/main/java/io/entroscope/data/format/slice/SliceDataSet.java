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
   * @param positions in the whole data set, increasing
   * @param names of the files, for messages
   */
  SliceDataSet(DataFacts facts, int[] positions, int[] labels, Extent[] extents, String[] names) {
    super(Path.of(""), facts);
    this.positions = positions;
    this.labels = labels;
    this.extents = extents;
    this.names = names;
  }

  private int place(int position) {
    int place = Arrays.binarySearch(positions, position);
    if (place < 0) {
      throw new IndexOutOfBoundsException("image " + position + " is not in this slice");
    }
    return place;
  }

  @Override
  public int size() {
    return positions.length == 0 ? 0 : positions[positions.length - 1] + 1;
  }

  @Override
  public int label(int position) {
    return labels[place(position)];
  }

  @Override
  public Optional<String> name(int position) {
    Extent extent = extents[place(position)];
    return extent.length() == Extent.WHOLE ? Optional.of(extent.file()) : Optional.empty();
  }

  @Override
  public String describe(int position) {
    int place = place(position);
    int number = extents[place].number();
    return number < 0 ? names[place] : "image " + number + " of " + names[place];
  }

  @Override
  public Optional<Extent> extent(int position) {
    return Optional.of(extents[place(position)]);
  }

  @Override
  public RecordReader newReader() {
    boolean packed = Arrays.stream(extents).anyMatch(Extent::gzip);
    return packed
        ? new ExtentReaders.Forward(position -> extents[place(position)])
        : new ExtentReaders.Anywhere(position -> extents[place(position)]);
  }
}
