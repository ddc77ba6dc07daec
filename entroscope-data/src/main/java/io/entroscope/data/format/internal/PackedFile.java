package io.entroscope.data.format.internal;

import io.entroscope.files.Inputs;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** Whole files that are compressed, told apart by their first bytes. */
public enum PackedFile {
  GZIP("\u001F\u008B"),
  BZIP2("BZh"),
  XZ("\u00FD7zXZ\u0000"),
  ZSTD("(\u00B5/\u00FD"),
  NONE("");

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_MAGIC = 6;

  /** What unpacking xz may take; its strongest preset takes 65 MiB. */
  private static final int MOST_MEMORY_KIB = 256 << 10;

  // One character for each of the first bytes.
  private final String magic;

  PackedFile(String magic) {
    this.magic = magic;
  }

  /** How a file is compressed. */
  public static PackedFile of(Path path) throws IOException {
    try (InputStream in = Inputs.stream(path)) {
      byte[] head = in.readNBytes(LONGEST_MAGIC);
      for (PackedFile kind : values()) {
        if (kind.begins(head)) {
          return kind;
        }
      }
      return NONE;
    }
  }

  private boolean begins(byte[] head) {
    for (int i = 0; i < magic.length(); i++) {
      if (i >= head.length || (head[i] & 0xFF) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A file's content, unpacked. */
  public static InputStream open(Path path) throws IOException {
    PackedFile kind = of(path);
    InputStream file = new BufferedInputStream(Inputs.stream(path), BUFFER);
    try {
      return switch (kind) {
        case GZIP -> new GZIPInputStream(file, BUFFER);
        case BZIP2 -> new BZip2CompressorInputStream(file, true);
        case XZ -> new XZInputStream(file, MOST_MEMORY_KIB);
        case ZSTD -> new ZstdStream(file);
        case NONE -> file;
      };
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }
}
