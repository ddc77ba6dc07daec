package io.entroscope.data.format.folder;

import io.entroscope.data.DataException;
import io.entroscope.data.format.internal.ImageFiles;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.setting.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Images in a .zip, read from wherever they are in it. */
public final class ZipStore implements ImageStore {
  private final Path path;
  private final ZipFile zip;
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
    this.index = new ArchiveIndex(path);
    try {
      this.zip = openZip(path);
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
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      String name = all.nextElement().getName();
      if (name.endsWith("/")) {
        index.addFolder(name);
      } else if (index.addFile(name)) {
        entryNames.add(name);
      }
    }
  }

  private static ZipFile openZip(Path path) throws IOException {
    try {
      return new ZipFile(path.toFile());
    } catch (ZipException e) {
      // Names that are not in UTF-8 are in a code page that the archive does not tell.
      return new ZipFile(path.toFile(), StandardCharsets.ISO_8859_1);
    }
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
    ZipEntry entry = zip.getEntry(entryNames.get(id));
    int length = ImageFiles.checkLength(entry.getSize());
    if (Limit.isExpansionOver(entry.getCompressedSize(), length)) {
      throw new CorruptImageException(
          "it claims to unpack from "
              + entry.getCompressedSize()
              + " to "
              + length
              + " bytes, too many times its size: "
              + Limit.EXPANSION.hint());
    }
    try (InputStream in = zip.getInputStream(entry)) {
      int start = into.add(length);
      if (in.readNBytes(into.bytes(), start, length) < length) {
        throw new CorruptImageException("it is shorter than the archive says");
      }
      CRC32 crc = new CRC32();
      crc.update(into.bytes(), start, length);
      if (crc.getValue() != entry.getCrc()) {
        throw new CorruptImageException("its checksum in the archive is wrong");
      }
    } catch (IOException e) {
      throw new CorruptImageException("it cannot be unpacked: " + e.getMessage(), e);
    }
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
