package io.entroscope.data.format.idx;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Extent;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.internal.KnownClasses;
import io.entroscope.data.format.internal.NumberedClasses;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.internal.RawDecoder;
import io.entroscope.data.image.internal.RecordDecoder;
import io.entroscope.data.image.internal.RecordReader;
import io.entroscope.files.FileStamps;
import io.entroscope.setting.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Grey images in a pair of IDX files, or in one without labels. */
public final class IdxDataSet extends ImageDataSet {
  private final FileStamps files;
  private final IdxFile images;
  private final byte[] labels;
  private final boolean named;
  private final boolean emnist;
  private final boolean emnistLetters;

  private IdxDataSet(
      DataSpec spec,
      IdxPair pair,
      FileStamps files,
      IdxFile images,
      byte[] labels,
      Optional<List<String>> names) {
    super(
        spec,
        Format.IDX,
        pair.split().orElse(spec.split()),
        names.orElseGet(() -> numbers(highest(labels) + 1)));
    this.files = files;
    this.images = images;
    this.labels = labels;
    this.named = names.isPresent();
    this.emnist = KnownClasses.isEmnist(pair.images());
    this.emnistLetters = KnownClasses.isEmnistLetters(pair.images());
  }

  /**
   * Opens the pair of files that a path and a split stand for.
   *
   * @param mayLackLabels whether there may be no file of labels
   * @throws DataException if there is none, or they do not belong together
   */
  public static IdxDataSet open(DataSpec spec, Path path, boolean mayLackLabels) {
    IdxPair pair = IdxPair.find(path, spec.split(), mayLackLabels || spec.unlabelled());
    FileStamps files =
        FileStamps.of(Stream.concat(Stream.of(pair.images()), pair.labels().stream()).toList());
    IdxFile images = IdxFile.read(pair.images(), 3);
    if (pair.labels().isEmpty()) {
      byte[] none = new byte[images.records()];
      DataSpec alone = spec.withUnlabelled(true);
      return new IdxDataSet(alone, pair, files, images, none, Optional.empty());
    }
    Path labelPath = pair.labels().get();
    IdxFile labelFile = IdxFile.read(labelPath, 1);
    if (images.records() != labelFile.records()) {
      throw new DataException(
          pair.images()
              + " holds "
              + images.records()
              + " images, but "
              + labelPath
              + " holds "
              + labelFile.records()
              + " labels; use the two files that belong together");
    }
    byte[] labels = labelFile.readAll();
    Optional<NumberedClasses> classes =
        KnownClasses.find(pair.images())
            .map(
                listed ->
                    NumberedClasses.of(
                        spec,
                        listed,
                        IntStream.range(0, labels.length).map(i -> labels[i] & 0xFF)));
    Optional<List<String>> names = classes.map(NumberedClasses::names);
    DataSpec read = classes.map(of -> of.in(spec)).orElse(spec);
    int highest = highest(labels);
    if (names.isPresent() && highest >= names.get().size()) {
      throw new DataException(
          labelPath
              + " has the label "
              + highest
              + ", but only "
              + names.get().size()
              + " classes are named; name the missing ones in a classes.txt beside it");
    }
    return new IdxDataSet(read, pair, files, images, labels, names);
  }

  private static int highest(byte[] labels) {
    int highest = 0;
    for (byte label : labels) {
      highest = Math.max(highest, label & 0xFF);
    }
    return highest;
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  @Override
  public boolean namesClasses() {
    return named && !emnistLetters;
  }

  @Override
  public FileStamps files() {
    return files;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int storedLabel(int position) {
    return labels[position] & 0xFF;
  }

  @Override
  public ImageShape shape() {
    return spec().transpose() ? storedShape().transposed() : storedShape();
  }

  private ImageShape storedShape() {
    return new ImageShape(1, images.axes()[1], images.axes()[2]);
  }

  @Override
  public Optional<String> name(int position) {
    return Optional.empty();
  }

  @Override
  protected List<String> readingNotes() {
    List<String> notes = new ArrayList<>();
    if (emnist) {
      notes.add(
          spec().transpose()
              ? "EMNIST stores its images with rows and columns exchanged; the model is given them"
                  + " upright, as "
                  + Setting.TRANSPOSE
                  + " asks"
              : "EMNIST stores its images with rows and columns exchanged; the model is given them"
                  + " as they are stored, as the usual loaders do ("
                  + Setting.TRANSPOSE
                  + " turns them upright)");
    }
    return notes;
  }

  @Override
  public boolean showsTransposed() {
    return emnist && !spec().transpose();
  }

  @Override
  public String labelHint() {
    return emnistLetters ? " (EMNIST's letters are labelled from 1)" : "";
  }

  @Override
  public String describe(int position) {
    return "image " + position + " of " + images.path();
  }

  @Override
  public Optional<Extent> extent(int position) {
    int length = images.recordBytes();
    long offset = images.headerBytes() + (long) position * length;
    return Optional.of(Extent.record(images.path(), offset, length, position, images.gzip()));
  }

  @Override
  public RecordReader newReader() {
    return IdxReaders.of(images);
  }

  @Override
  public RecordDecoder newDecoder() {
    return RawDecoder.of(shape(), spec().transpose());
  }
}
