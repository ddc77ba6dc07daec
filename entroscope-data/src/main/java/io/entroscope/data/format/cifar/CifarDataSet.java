package io.entroscope.data.format.cifar;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Extent;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Split;
import io.entroscope.data.format.idx.IdxFile;
import io.entroscope.data.format.internal.KnownClasses;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.internal.RawDecoder;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.data.image.internal.RecordDecoder;
import io.entroscope.data.image.internal.RecordReader;
import io.entroscope.files.FileStamps;
import io.entroscope.files.Inputs;
import io.entroscope.files.Scratch;
import io.entroscope.setting.Setting;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The images of CIFAR-10 or CIFAR-100 in their official files. */
public final class CifarDataSet extends ImageDataSet {
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final int COARSE_CLASSES = 20;
  private static final List<String> TEN =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private final Source source;
  private final List<CifarPart> parts;
  // Of every file the position of its first image, and last the number of images.
  private final int[] starts;
  private final boolean named;

  private CifarDataSet(
      DataSpec spec,
      Source source,
      List<CifarPart> parts,
      Optional<List<String>> names,
      int classes) {
    super(
        spec,
        Format.CIFAR,
        source.files().split(),
        names.orElseGet(() -> IntStream.range(0, classes).mapToObj(Integer::toString).toList()));
    this.source = source;
    this.parts = parts;
    this.starts = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], parts.get(i).labels().length);
    }
    this.named = names.isPresent();
  }

  /**
   * Files of images, and what they were unpacked to if they came in an archive.
   *
   * @param path the archive, or the folder or file itself
   * @param stamps of the archive, or of the files where they lie by themselves
   */
  private record Source(
      Path path, FileStamps stamps, CifarFiles files, Optional<Scratch> unpacked) {
    static Source of(Path path, Split split) {
      if (Files.isDirectory(path) || !CifarArchive.isCifar(path)) {
        CifarFiles files = CifarFiles.find(path, split);
        return new Source(path, FileStamps.of(files.files()), files, Optional.empty());
      }
      FileStamps archive = FileStamps.of(List.of(path));
      Optional<Scratch> scratch = Optional.of(CifarArchive.unpack(path));
      Path folder = scratch.get().path();
      try {
        return new Source(path, archive, CifarFiles.find(folder, split), scratch);
      } catch (DataException e) {
        CifarFiles none = new CifarFiles(List.of(), false, false, split);
        throw new Source(path, archive, none, scratch).closing(e);
      }
    }

    /** An error in what was unpacked is one of the archive, in words that name it. */
    DataException closing(DataException e) {
      close();
      return unpacked
          .map(
              scratch ->
                  new DataException(
                      String.valueOf(e.getMessage())
                          .replace(scratch.path() + "/", path + "!")
                          .replace(scratch.path().toString(), path.toString()),
                      e))
          .orElse(e);
    }

    String shown(Path file) {
      return unpacked.isPresent() ? path + "!" + file.getFileName() : file.toString();
    }

    void close() {
      try {
        if (unpacked.isPresent()) {
          unpacked.get().close();
        }
      } catch (IOException e) {
        throw new DataException("cannot close " + path + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * Opens the files that a path and a split stand for.
   *
   * @throws DataException if there are none, or they are not whole
   */
  public static CifarDataSet open(DataSpec spec, Path path) {
    Source source = Source.of(path, spec.split());
    try {
      return open(spec, source);
    } catch (DataException e) {
      throw source.closing(e);
    }
  }

  private static CifarDataSet open(DataSpec spec, Source source) {
    CifarFiles files = source.files();
    boolean coarse = spec.coarseLabels();
    if (coarse && !files.hundred()) {
      throw new DataException(source.path() + " is CIFAR-10; only CIFAR-100 has coarse labels");
    }
    int classes = files.hundred() ? (coarse ? COARSE_CLASSES : 100) : TEN.size();
    List<CifarPart> parts = new ArrayList<>();
    for (Path file : files.files()) {
      parts.add(
          files.python()
              ? CifarPart.ofPickle(files, file, coarse, classes)
              : CifarPart.ofRecords(files, file, coarse, classes));
    }
    Optional<List<String>> names =
        files.python() ? pickledNames(files, spec, classes) : names(files, spec, classes);
    return new CifarDataSet(spec, source, parts, names, classes);
  }

  private static Optional<List<String>> pickledNames(CifarFiles files, DataSpec spec, int classes) {
    Path folder = files.files().get(0).toAbsolutePath().resolveSibling("");
    Path file = folder.resolve(files.hundred() ? "meta" : "batches.meta");
    Optional<List<String>> usual = files.hundred() ? Optional.empty() : Optional.of(TEN);
    if (!Files.isRegularFile(file)) {
      return usual;
    }
    String entry =
        !files.hundred()
            ? "label_names"
            : spec.coarseLabels() ? "coarse_label_names" : "fine_label_names";
    List<String> names = new ArrayList<>();
    if (Pickle.read(file).get(entry) instanceof List<?> list) {
      for (Object name : list) {
        names.add(name instanceof Pickle.Bytes text ? text.text() : "");
      }
    }
    boolean whole = names.size() == classes && names.stream().distinct().count() == classes;
    return whole ? Optional.of(List.copyOf(names)) : usual;
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
  public FileStamps files() {
    return source.stamps();
  }

  @Override
  public int size() {
    return starts[parts.size()];
  }

  @Override
  public int storedLabel(int position) {
    int part = partOf(position);
    return parts.get(part).labels()[position - starts[part]] & 0xFF;
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
  protected List<String> readingNotes() {
    int count = parts.size();
    boolean partial = !source.files().hundred() && split() == Split.TRAIN && count < 5;
    return partial
        ? List.of("only " + count + " of the 5 training files of CIFAR-10 are there")
        : List.of();
  }

  @Override
  public String labelHint() {
    return source.files().hundred() && !spec().coarseLabels()
        ? " (CIFAR-100 has 20 coarse classes too: " + Setting.COARSE + ")"
        : "";
  }

  @Override
  public String describe(int position) {
    int part = partOf(position);
    return "image " + (position - starts[part]) + " of " + source.shown(parts.get(part).file());
  }

  private int partOf(int position) {
    int place = Arrays.binarySearch(starts, position);
    return place >= 0 ? place : -place - 2;
  }

  @Override
  public Optional<Extent> extent(int position) {
    int number = partOf(position);
    CifarPart part = parts.get(number);
    if (source.unpacked().isPresent() || part.byColumn()) {
      return Optional.empty();
    }
    int image = position - starts[number];
    return Optional.of(Extent.record(part.file(), part.at(image), CifarFiles.PIXELS, image, false));
  }

  @Override
  public RecordReader newReader() {
    return new Reader();
  }

  @Override
  public RecordDecoder newDecoder() {
    return RawDecoder.of(SHAPE, false);
  }

  @Override
  public synchronized void close() {
    super.close();
    source.close();
  }

  private final class Reader implements RecordReader {
    private final List<FileChannel> channels = new ArrayList<>();

    Reader() {
      for (CifarPart part : parts) {
        try {
          channels.add(Inputs.channel(part.file()));
        } catch (IOException e) {
          close();
          throw IdxFile.broken(part.file(), e);
        }
      }
    }

    @Override
    public boolean concurrent() {
      return true;
    }

    @Override
    public void read(int position, RecordBatch into) {
      int part = partOf(position);
      int start = into.add(CifarFiles.PIXELS);
      try {
        parts.get(part).read(channels.get(part), position - starts[part], into.bytes(), start);
      } catch (IOException e) {
        throw IdxFile.broken(parts.get(part).file(), e);
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
