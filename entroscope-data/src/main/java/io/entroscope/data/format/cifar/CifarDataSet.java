package io.entroscope.data.format.cifar;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Extent;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Split;
import io.entroscope.data.format.idx.IdxFile;
import io.entroscope.data.format.internal.ChannelReads;
import io.entroscope.data.format.internal.KnownClasses;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.internal.RawDecoder;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.data.image.internal.RecordDecoder;
import io.entroscope.data.image.internal.RecordReader;
import io.entroscope.setting.Setting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The images of CIFAR-10 or CIFAR-100 in their official binary files. */
public final class CifarDataSet extends ImageDataSet {
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final int COARSE_CLASSES = 20;
  private static final List<String> TEN =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
  private static final int BLOCK_RECORDS = 256;

  private final CifarFiles files;
  private final byte[] labels;
  // Of every file the position of its first image, and last the number of images.
  private final int[] starts;
  private final boolean named;

  private CifarDataSet(
      DataSpec spec,
      CifarFiles files,
      byte[] labels,
      int[] starts,
      Optional<List<String>> names,
      int classes) {
    super(
        spec,
        Format.CIFAR,
        files.split(),
        names.orElseGet(() -> IntStream.range(0, classes).mapToObj(Integer::toString).toList()));
    this.files = files;
    this.labels = labels;
    this.starts = starts;
    this.named = names.isPresent();
  }

  /**
   * Opens the files that a path and a split stand for.
   *
   * @throws DataException if there are none, or they are not whole
   */
  public static CifarDataSet open(DataSpec spec, Path path) {
    CifarFiles files = CifarFiles.find(path, spec.split());
    if (spec.coarseLabels() && !files.hundred()) {
      throw new DataException(path + " is CIFAR-10; only CIFAR-100 has coarse labels");
    }
    int classes = files.hundred() ? (spec.coarseLabels() ? COARSE_CLASSES : 100) : TEN.size();
    int[] starts = new int[files.files().size() + 1];
    byte[][] parts = new byte[files.files().size()][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = labels(files, files.files().get(i), spec.coarseLabels(), classes);
      starts[i + 1] = Math.addExact(starts[i], parts[i].length);
    }
    byte[] labels = new byte[starts[parts.length]];
    for (int i = 0; i < parts.length; i++) {
      System.arraycopy(parts[i], 0, labels, starts[i], parts[i].length);
    }
    return new CifarDataSet(spec, files, labels, starts, names(files, spec, classes), classes);
  }

  private static byte[] labels(CifarFiles files, Path file, boolean coarse, int classes) {
    int recordBytes = files.recordBytes();
    int labelAt = files.hundred() && !coarse ? 1 : 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size == 0 || size % recordBytes != 0) {
        throw new DataException(
            file
                + " has "
                + size
                + " bytes, which is no multiple of the "
                + recordBytes
                + " of a CIFAR-"
                + (files.hundred() ? "100" : "10")
                + " record; it is cut off or of another kind: download it again");
      }
      byte[] labels = new byte[Math.toIntExact(size / recordBytes)];
      ByteBuffer block = ByteBuffer.allocate(BLOCK_RECORDS * recordBytes);
      for (int first = 0; first < labels.length; first += BLOCK_RECORDS) {
        int count = Math.min(BLOCK_RECORDS, labels.length - first);
        block.clear().limit(count * recordBytes);
        ChannelReads.fully(channel, (long) first * recordBytes, block);
        for (int i = 0; i < count; i++) {
          byte label = block.get(i * recordBytes + labelAt);
          if ((label & 0xFF) >= classes) {
            throw new DataException(
                "label "
                    + (label & 0xFF)
                    + " of image "
                    + (first + i)
                    + " of "
                    + file
                    + " is not below "
                    + classes
                    + "; the file is damaged or not CIFAR: download it again, or give "
                    + Setting.FORMAT);
          }
          labels[first + i] = label;
        }
      }
      return labels;
    } catch (IOException e) {
      throw IdxFile.broken(file, e);
    }
  }

  private static Optional<List<String>> names(CifarFiles files, DataSpec spec, int classes) {
    String list =
        !files.hundred()
            ? "batches.meta.txt"
            : spec.coarseLabels() ? "coarse_label_names.txt" : "fine_label_names.txt";
    Path file = files.files().get(0).toAbsolutePath().resolveSibling(list);
    if (Files.isRegularFile(file)) {
      List<String> names = KnownClasses.lines(file);
      if (names.size() != classes) {
        throw new DataException(
            file
                + " names "
                + names.size()
                + " classes instead of "
                + classes
                + "; download it again");
      }
      return Optional.of(names);
    }
    return files.hundred() ? Optional.empty() : Optional.of(TEN);
  }

  @Override
  public boolean namesClasses() {
    return named;
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
    return SHAPE;
  }

  @Override
  public Optional<String> name(int position) {
    return Optional.empty();
  }

  @Override
  public List<String> notes() {
    boolean partial = !files.hundred() && split() == Split.TRAIN && files.files().size() < 5;
    return partial
        ? List.of("only " + files.files().size() + " of the 5 training files of CIFAR-10 are there")
        : List.of();
  }

  @Override
  public String labelHint() {
    return files.hundred() && !spec().coarseLabels()
        ? " (CIFAR-100 has 20 coarse classes too: " + Setting.COARSE + ")"
        : "";
  }

  @Override
  public String describe(int position) {
    int file = fileOf(position);
    return "image " + (position - starts[file]) + " of " + files.files().get(file);
  }

  private int fileOf(int position) {
    int place = Arrays.binarySearch(starts, position);
    return place >= 0 ? place : -place - 2;
  }

  @Override
  public Optional<Extent> extent(int position) {
    int file = fileOf(position);
    int record = position - starts[file];
    long offset = (long) record * files.recordBytes() + files.labelBytes();
    return Optional.of(
        Extent.record(files.files().get(file), offset, CifarFiles.PIXELS, record, false));
  }

  @Override
  public RecordReader newReader() {
    return new Reader();
  }

  @Override
  public RecordDecoder newDecoder() {
    return RawDecoder.of(SHAPE, false);
  }

  private final class Reader implements RecordReader {
    private final List<FileChannel> channels = new ArrayList<>();

    Reader() {
      for (Path file : files.files()) {
        try {
          channels.add(FileChannel.open(file, StandardOpenOption.READ));
        } catch (IOException e) {
          close();
          throw IdxFile.broken(file, e);
        }
      }
    }

    @Override
    public boolean concurrent() {
      return true;
    }

    @Override
    public void read(int position, RecordBatch into) {
      int file = fileOf(position);
      int start = into.add(CifarFiles.PIXELS);
      long at = (long) (position - starts[file]) * files.recordBytes() + files.labelBytes();
      try {
        ChannelReads.fully(
            channels.get(file), at, ByteBuffer.wrap(into.bytes(), start, CifarFiles.PIXELS));
      } catch (IOException e) {
        throw IdxFile.broken(files.files().get(file), e);
      }
    }

    @Override
    public void close() {
      for (FileChannel channel : channels) {
        try {
          channel.close();
        } catch (IOException e) {
          throw IdxFile.broken(path(), e);
        }
      }
    }
  }
}
