package io.entroscope.data.format.folder;

import io.entroscope.data.DataException;
import io.entroscope.data.format.internal.ImageFiles;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.files.FileStamps;
import io.entroscope.setting.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/** Images in a .zip, read from wherever they are in it. */
public final class ZipStore implements ImageStore {
  private final Path path;
  private final ZipEntries zip;
  private final FileStamps archive;
  private final ArchiveIndex index;
  // The names as the archive has them.
  private final NamePool entryNames = new NamePool();

  /**
   * Opens an archive and lists it.
   *
   * @throws DataException if it is not a whole .zip
   */
  public ZipStore(Path path) {
    this.path = path;
    this.archive = FileStamps.of(List.of(path));
    this.index = new ArchiveIndex(path);
    try {
      this.zip = ZipEntries.open(path);
    } catch (IOException e) {
      throw new DataException(
          path
              + " is not a .zip, or is cut off ("
              + e.getMessage()
              + "); download or pack it again",
          e);
    }
    try {
      list();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void list() {
    zip.names(
        name -> {
          if (name.endsWith("/")) {
            index.addFolder(name);
          } else if (index.addFile(name)) {
            entryNames.add(name);
          }
        });
  }

  @Override
  public List<String> folders(String folder) {
    return index.folders(folder);
  }

  @Override
  public Listing images(String folder) {
    return index.images(folder);
  }

  @Override
  public void read(String name, int id, RecordBatch into) throws CorruptImageException {
    String entry = entryNames.get(id);
    ZipEntries.Facts facts = zip.facts(entry);
    int length = ImageFiles.checkLength(facts.length());
    if (Limit.isExpansionOver(facts.packed(), length)) {
      throw new CorruptImageException(
          "it claims to unpack from "
              + facts.packed()
              + " to "
              + length
              + " bytes, too many times its size: "
              + Limit.EXPANSION.hint());
    }
    try (InputStream in = zip.open(entry)) {
      int start = into.add(length);
      if (in.readNBytes(into.bytes(), start, length) < length) {
        throw new CorruptImageException("it is shorter than the archive says");
      }
      CRC32 crc = new CRC32();
      crc.update(into.bytes(), start, length);
      if (crc.getValue() != facts.crc()) {
        throw new CorruptImageException("its checksum in the archive is wrong");
      }
    } catch (IOException e) {
      throw new CorruptImageException("it cannot be unpacked: " + e.getMessage(), e);
    }
  }

  @Override
  public FileStamps archive() {
    return archive;
  }

  @Override
  public String describe(String name) {
    return name.isEmpty() ? path.toString() : path + "!" + name;
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new DataException("cannot close " + path + ": " + e.getMessage(), e);
    }
  }
}
