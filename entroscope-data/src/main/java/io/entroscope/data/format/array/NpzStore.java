package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import io.entroscope.files.FileStamps;
import io.entroscope.files.Scratch;
import io.entroscope.setting.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * An .npz. Arrays that are not compressed are read where they lie; the others are unpacked to
 * temporary files, which are gone when this is closed.
 */
final class NpzStore extends NpyStore {
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final FileStamps files;
  private final ZipFile zip;
  private final long packed;
  private final Map<String, ZipArchiveEntry> entries = new TreeMap<>();
  private @Nullable Scratch scratch;
  private long unpacked;

  private NpzStore(Path path, FileStamps files, ZipFile zip, long packed) {
    this.path = path;
    this.files = files;
    this.zip = zip;
    this.packed = packed;
  }

  static NpzStore open(Path path) {
    try {
      FileStamps files = FileStamps.of(List.of(path));
      NpzStore store =
          new NpzStore(path, files, ZipFile.builder().setPath(path).get(), Files.size(path));
      store.list();
      return store;
    } catch (IOException e) {
      throw broken(path, e);
    }
  }

  private void list() {
    try {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        if (!entry.getName().endsWith(ENDING)) {
          throw new DataException(
              shown(entry) + " is no NumPy array; write the file with np.savez");
        }
        entries.put(withoutEnding(entry.getName()), entry);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static DataException broken(Path path, IOException e) {
    return new DataException(
        path
            + " is no .npz, or is cut off ("
            + e.getMessage()
            + "); write it with np.savez, or copy it again",
        e);
  }

  private String shown(ZipArchiveEntry entry) {
    return path + "!" + entry.getName();
  }

  @Override
  List<String> names() {
    return List.copyOf(entries.keySet());
  }

  @Override
  FileStamps files() {
    return files;
  }

  @Override
  NpyFile array(String name) {
    ZipArchiveEntry entry = Objects.requireNonNull(entries.get(name), name);
    try {
      if (entry.getMethod() == ZipEntry.STORED) {
        return NpyFile.read(
            channel(path), entry.getDataOffset(), entry.getSize(), name, shown(entry));
      }
      if (!zip.canReadEntryData(entry)) {
        throw new DataException(
            shown(entry) + " is packed in a way that is not read; write it with np.savez");
      }
      FileChannel channel = channel(unpack(entry));
      return NpyFile.read(channel, 0, channel.size(), name, shown(entry));
    } catch (IOException e) {
      throw broken(path, e);
    }
  }

  private Path unpack(ZipArchiveEntry entry) throws IOException {
    if (scratch == null) {
      scratch = Scratch.make();
    }
    Path file = Files.createTempFile(scratch.path(), "array", ENDING);
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        unpacked += n;
        requireProportion(entry);
        out.write(buffer, 0, n);
      }
    }
    return file;
  }

  /** Of all arrays together, since one of zeros takes a thousandth by right. */
  private void requireProportion(ZipArchiveEntry entry) {
    if (Limit.isExpansionOver(packed, unpacked)) {
      throw new DataException(
          shown(entry)
              + " makes of the "
              + packed
              + " bytes of its file too many times as much; "
              + Limit.EXPANSION.hint());
    }
    if (Limit.UNPACKED.isExceededBy(unpacked)) {
      throw new DataException(
          path + " takes " + unpacked + " bytes and more unpacked; " + Limit.UNPACKED.hint());
    }
  }

  @Override
  public void close() {
    super.close();
    try {
      zip.close();
      if (scratch != null) {
        scratch.close();
        scratch = null;
      }
    } catch (IOException e) {
      throw new DataException("cannot close " + path + ": " + e.getMessage(), e);
    }
  }
}
