package io.entroscope.data.format.table;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.internal.KnownClasses;
import io.entroscope.data.format.internal.NumberedClasses;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.internal.RawDecoder;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.data.image.internal.RecordDecoder;
import io.entroscope.data.image.internal.RecordReader;
import io.entroscope.files.FileStamps;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Grey images in a table, perhaps a label and the values of the pixels on each line; kept in
 * memory.
 */
public final class PixelTableDataSet extends ImageDataSet {
  private final Path file;
  private final FileStamps files;
  private final PixelRows rows;
  private final boolean named;

  private PixelTableDataSet(
      DataSpec spec,
      PixelTables.Found found,
      FileStamps files,
      PixelRows rows,
      Optional<List<String>> names) {
    super(
        spec,
        Format.CSV,
        found.split(),
        names.orElseGet(
            () -> IntStream.rangeClosed(0, highest(rows)).mapToObj(Integer::toString).toList()));
    this.file = found.file();
    this.files = files;
    this.rows = rows;
    this.named = names.isPresent();
  }

  private static int highest(PixelRows rows) {
    int highest = 0;
    for (byte label : rows.labels()) {
      highest = Math.max(highest, label & 0xFF);
    }
    return highest;
  }

  /**
   * Reads the table that a path and a split stand for.
   *
   * @param mayLackLabels whether there may be no labels
   * @throws DataException if there is none, or it is not whole
   */
  public static PixelTableDataSet open(DataSpec spec, Path path, boolean mayLackLabels) {
    PixelTables.Found found = PixelTables.find(path, spec.split());
    FileStamps files = FileStamps.of(List.of(found.file()));
    PixelRows rows = PixelRows.read(found.file(), mayLackLabels || spec.unlabelled());
    byte[] labels = rows.labels();
    Optional<NumberedClasses> classes =
        KnownClasses.find(found.file())
            .filter(listed -> labels.length > 0)
            .map(
                listed ->
                    NumberedClasses.of(
                        spec,
                        listed,
                        IntStream.range(0, labels.length).map(i -> labels[i] & 0xFF)));
    Optional<List<String>> names = classes.map(NumberedClasses::names);
    DataSpec read = classes.map(of -> of.in(spec)).orElse(spec);
    if (names.isPresent() && highest(rows) >= names.get().size()) {
      throw new DataException(
          found.file()
              + " has the label "
              + highest(rows)
              + ", but only "
              + names.get().size()
              + " classes are named; name the missing ones in a classes.txt beside it");
    }
    boolean aside = spec.unlabelled() || labels.length == 0;
    return new PixelTableDataSet(read.withUnlabelled(aside), found, files, rows, names);
  }

  @Override
  public boolean namesClasses() {
    return named;
  }

  @Override
  public FileStamps files() {
    return files;
  }

  @Override
  public int size() {
    return rows.values().length / rows.shape().elements();
  }

  @Override
  public int storedLabel(int position) {
    return rows.labels().length == 0 ? 0 : rows.labels()[position] & 0xFF;
  }

  @Override
  public ImageShape shape() {
    return rows.shape();
  }

  @Override
  public Optional<String> name(int position) {
    return Optional.empty();
  }

  @Override
  protected List<String> readingNotes() {
    return List.of();
  }

  @Override
  public String describe(int position) {
    return "image " + position + " of " + file;
  }

  @Override
  public RecordReader newReader() {
    int length = rows.shape().elements();
    return new RecordReader() {
      @Override
      public boolean concurrent() {
        return true;
      }

      @Override
      public void read(int position, RecordBatch into) {
        int start = into.add(length);
        System.arraycopy(rows.values(), position * length, into.bytes(), start, length);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public RecordDecoder newDecoder() {
    return RawDecoder.of(rows.shape(), false);
  }
}
