package io.entroscope.data.format.folder;

import io.entroscope.data.format.internal.ZstdStream;
import io.entroscope.files.Inputs;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/**
 * The entries of a .zip: read by Java itself, which is faster and keeps less in memory, or by
 * Commons Compress where an entry is compressed in a way that Java does not know.
 */
interface ZipEntries extends Closeable {

  /**
   * What the archive says of an entry.
   *
   * @param packed bytes in the archive
   * @param length bytes once unpacked
   * @param crc the checksum of these
   */
  record Facts(long packed, long length, long crc) {}

  /** Tells the names of all entries, in the archive's order. */
  void names(Consumer<String> to);

  Facts facts(String name);

  /** What an entry holds, unpacked; any thread may ask. */
  InputStream open(String name) throws IOException;

  /**
   * Opens an archive.
   *
   * @throws IOException if it is none, or is cut off
   */
  static ZipEntries open(Path path) throws IOException {
    try {
      return new Plain(path, StandardCharsets.UTF_8);
    } catch (ZipException e) {
      if (String.valueOf(e.getMessage()).contains("compression method")) {
        return new Other(path);
      }
      // Names that are not in UTF-8 are in a code page that the archive does not tell.
      return new Plain(path, StandardCharsets.ISO_8859_1);
    }
  }

  /** By Java. */
  final class Plain implements ZipEntries {
    private final java.util.zip.ZipFile zip;

    private Plain(Path path, Charset names) throws IOException {
      Inputs.requireFile(path);
      this.zip = new java.util.zip.ZipFile(path.toFile(), names);
    }

    @Override
    public void names(Consumer<String> to) {
      zip.entries().asIterator().forEachRemaining(entry -> to.accept(entry.getName()));
    }

    @Override
    public Facts facts(String name) {
      java.util.zip.ZipEntry entry = zip.getEntry(name);
      return new Facts(entry.getCompressedSize(), entry.getSize(), entry.getCrc());
    }

    @Override
    public InputStream open(String name) throws IOException {
      return zip.getInputStream(zip.getEntry(name));
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }

  /** By Commons Compress. */
  final class Other implements ZipEntries {
    private final ZipFile zip;

    private Other(Path path) throws IOException {
      this.zip = ZipFile.builder().setPath(path).get();
    }

    @Override
    public void names(Consumer<String> to) {
      Collections.list(zip.getEntries()).forEach(entry -> to.accept(entry.getName()));
    }

    @Override
    public Facts facts(String name) {
      ZipArchiveEntry entry = zip.getEntry(name);
      return new Facts(entry.getCompressedSize(), entry.getSize(), entry.getCrc());
    }

    @Override
    public InputStream open(String name) throws IOException {
      ZipArchiveEntry entry = zip.getEntry(name);
      ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
      if (method == ZipMethod.LZMA) {
        return Lzma.open(zip.getRawInputStream(entry), entry.getSize());
      }
      if (method == ZipMethod.ZSTD || method == ZipMethod.ZSTD_DEPRECATED) {
        return new ZstdStream(zip.getRawInputStream(entry));
      }
      if (!zip.canReadEntryData(entry)) {
        String called = method == null ? "method " + entry.getMethod() : method.toString();
        throw new IOException(
            "it is compressed with " + called + ", which is not read; pack it again with deflate");
      }
      return zip.getInputStream(entry);
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}
