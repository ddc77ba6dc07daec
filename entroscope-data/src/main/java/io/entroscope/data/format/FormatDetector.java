package io.entroscope.data.format;

import io.entroscope.data.DataException;
import io.entroscope.data.Format;
import io.entroscope.data.format.array.NpyFile;
import io.entroscope.data.format.array.NpyFiles;
import io.entroscope.data.format.cifar.CifarArchive;
import io.entroscope.data.format.cifar.CifarFiles;
import io.entroscope.data.format.idx.IdxFile;
import io.entroscope.data.format.idx.IdxPair;
import io.entroscope.data.format.internal.ImageFiles;
import io.entroscope.data.format.internal.PackedFile;
import io.entroscope.data.format.table.PixelTables;
import io.entroscope.data.format.text.TextFiles;
import io.entroscope.data.image.internal.ImageKind;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import io.entroscope.setting.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarUtils;

/** Finds out how a dataset is stored, from what the files hold. */
final class FormatDetector {
  private static final int TAR_HEADER = 512;
  private static final int MOST_ENCLOSING = 3;
  private static final String KNOWN =
      "a pair of IDX files, CIFAR's files or archives, a .csv of pixels, a folder, .zip or .tar"
          + " with one folder of images per class, NumPy arrays in a folder or .npz, Parquet, or"
          + " texts in a .tsv, .csv or .jsonl";

  private FormatDetector() {}

  /**
   * A dataset's format and where it lies: the path given, or a folder within.
   *
   * @param format how it is stored
   * @param path the folder or file
   */
  record Found(Format format, Path path) {}

  /**
   * Finds a dataset.
   *
   * @param format the format if it is known
   * @throws DataException if there is none
   */
  static Found find(Path path, Optional<Format> format) {
    if (!Files.exists(path)) {
      throw new DataException("no data at " + path + "; check the path");
    }
    if (!Files.isReadable(path)) {
      throw new DataException("may not read " + path + "; change its permissions");
    }
    if (Files.isDirectory(path)) {
      return inFolder(path, format);
    }
    Format found = format.isPresent() ? format.get() : ofFile(path);
    if (found == Format.FOLDER || found == Format.NPY) {
      throw new DataException(path + " is a file, not a folder; leave " + Setting.FORMAT + " out");
    }
    return new Found(found, path);
  }

  private static Found inFolder(Path path, Optional<Format> format) {
    if (format.isPresent() && Set.of(Format.ZIP, Format.TAR, Format.NPZ).contains(format.get())) {
      throw new DataException(
          path
              + " is a folder, not a ."
              + format.get().id()
              + "; leave "
              + Setting.FORMAT
              + " out");
    }
    if (format.equals(Optional.of(Format.FOLDER)) || format.equals(Optional.of(Format.PARQUET))) {
      return new Found(format.get(), path);
    }
    Path folder = path;
    for (int depth = 0; depth < MOST_ENCLOSING; depth++) {
      List<Path> inner = visible(folder);
      Optional<Format> found = ofFolder(folder, inner, format);
      if (found.isPresent()) {
        return new Found(found.get(), folder);
      }
      // torchvision keeps IDX files in MNIST/raw.
      Optional<Path> raw = inner.stream().filter(p -> p.endsWith("raw")).findFirst();
      if (raw.isEmpty() && (inner.size() != 1 || !Files.isDirectory(inner.get(0)))) {
        break;
      }
      folder = raw.orElseGet(() -> inner.get(0));
    }
    requireImages(path, format);
    return new Found(Format.FOLDER, path);
  }

  /** The format of the files that lie in a folder itself; empty if they are of none. */
  private static Optional<Format> ofFolder(Path folder, List<Path> inner, Optional<Format> format) {
    if (format.orElse(Format.IDX) == Format.IDX && IdxPair.isIdxFolder(folder)) {
      return Optional.of(Format.IDX);
    }
    if (format.orElse(Format.CIFAR) == Format.CIFAR && CifarFiles.isCifarFolder(folder)) {
      return Optional.of(Format.CIFAR);
    }
    if (format.orElse(Format.NPY) == Format.NPY && NpyFiles.isArrays(inner)) {
      return Optional.of(Format.NPY);
    }
    if (format.orElse(Format.CSV) == Format.CSV && inner.stream().anyMatch(PixelTables::isTable)) {
      return Optional.of(Format.CSV);
    }
    if (format.orElse(Format.TEXT) == Format.TEXT && isTexts(inner)) {
      return Optional.of(Format.TEXT);
    }
    return format.isEmpty() && holdsParquet(inner) ? Optional.of(Format.PARQUET) : Optional.empty();
  }

  /** Refuses a folder that is neither of the format asked for nor one of images. */
  private static void requireImages(Path path, Optional<Format> format) {
    if (format.isPresent()) {
      throw new DataException(
          "no "
              + format.get().id()
              + " data in "
              + path
              + "; check the path or leave "
              + Setting.FORMAT
              + " out");
    }
    List<Path> entries = visible(path);
    if (entries.isEmpty()) {
      throw new DataException(path + " is empty; name a folder that holds " + KNOWN);
    }
    if (entries.stream().noneMatch(Files::isDirectory)
        && entries.stream().noneMatch(p -> ImageFiles.isImage(p.getFileName().toString()))) {
      throw new DataException("no dataset in " + path + "; expected " + KNOWN);
    }
  }

  /** Whether these are files of texts, and whatever explains them, but no folders. */
  private static boolean isTexts(List<Path> entries) {
    return entries.stream().anyMatch(TextFiles::isText)
        && entries.stream().noneMatch(Files::isDirectory);
  }

  /** Whether there are tables among these, or in the folder where Hugging Face keeps them. */
  private static boolean holdsParquet(List<Path> entries) {
    return entries.stream().anyMatch(FormatDetector::isParquet)
        || entries.stream()
            .filter(entry -> entry.endsWith("data") && Files.isDirectory(entry))
            .anyMatch(data -> visible(data).stream().anyMatch(FormatDetector::isParquet));
  }

  private static boolean isParquet(Path file) {
    return file.getFileName().toString().endsWith(".parquet");
  }

  private static List<Path> visible(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(p -> !p.getFileName().toString().startsWith(".")).toList();
    } catch (IOException e) {
      throw new DataException("cannot list the folder " + folder + ": " + Reasons.ofReading(e), e);
    }
  }

  private static Format ofFile(Path path) {
    try {
      Inputs.requireFile(path);
      if (Files.size(path) == 0) {
        throw new DataException(path + " is empty; download or copy it again");
      }
      if (PixelTables.isTable(path)) {
        return Format.CSV;
      }
      if (TextFiles.canBeText(path)) {
        return Format.TEXT;
      }
      if (IdxFile.probe(path).isPresent()) {
        return Format.IDX;
      }
      byte[] head = head(path);
      if (head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] <= 8 && head[3] <= 8) {
        return NpyFiles.isNpz(head) ? Format.NPZ : Format.ZIP;
      }
      if (NpyFile.isStart(head)) {
        throw new DataException(
            path + " is a single array; name the folder that holds it and its labels.npy");
      }
      if (isTar(head)) {
        return CifarArchive.isCifar(path) ? Format.CIFAR : Format.TAR;
      }
      if (head.length >= 4
          && head[0] == 'P'
          && head[1] == 'A'
          && head[2] == 'R'
          && head[3] == '1') {
        return Format.PARQUET;
      }
      if (ImageKind.of(head, 0, head.length).isPresent()) {
        throw new DataException(
            path + " is a single image; name the folder around its class folder");
      }
      if (PackedFile.of(path) == PackedFile.NONE && CifarFiles.isCifarFile(path)) {
        return Format.CIFAR;
      }
    } catch (IOException e) {
      throw IdxFile.broken(path, e);
    }
    throw new DataException(
        path
            + " is in no known format; expected "
            + KNOWN
            + ", or say which with "
            + Setting.FORMAT);
  }

  private static byte[] head(Path path) throws IOException {
    try (InputStream in = PackedFile.open(path)) {
      return in.readNBytes(TAR_HEADER);
    }
  }

  private static boolean isTar(byte[] head) {
    try {
      return head.length == TAR_HEADER && head[0] != 0 && TarUtils.verifyCheckSum(head);
    } catch (IllegalArgumentException e) {
      // There is no octal number where the checksum would be.
      return false;
    }
  }
}
