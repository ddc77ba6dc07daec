package io.entroscope.data.format;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Archives for fuzzing: made, and put right again after a change, so that it reaches deeper. */
final class Containers {
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final int MAGIC = 257;
  private static final int KIND = 156;
  private static final String KINDS = "1234567DKLMNSVXgx";

  private Containers() {}

  static byte[] gzip(byte[] content, Random unused) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] bzip2(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(bytes, 1)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] zstd(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, BLOCK)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** One changed byte in a file within a zip, or two files that change places. */
  static byte[] changedWithin(byte[] zip, Random random) {
    try {
      Map<String, byte[]> files = new LinkedHashMap<>();
      try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
        ZipEntry entry = in.getNextEntry();
        while (entry != null && files.size() < 64) {
          files.put(entry.getName(), in.readNBytes(1 << 16));
          entry = in.getNextEntry();
        }
      }
      String[] names = files.keySet().toArray(String[]::new);
      String name = names[random.nextInt(names.length)];
      byte[] content = files.get(names[random.nextInt(names.length)]).clone();
      if (content.length > 0) {
        content[random.nextInt(Math.min(128, content.length))] = (byte) random.nextInt();
      }
      files.put(name, content);
      return zip(files);
    } catch (IOException | RuntimeException e) {
      // Already too damaged to be changed from within.
      return zip;
    }
  }

  /** Makes a file in a tar another kind of entry: a link, a device, a header for the next one. */
  static byte[] ofAnotherKind(byte[] tar, Random random) {
    byte[] changed = tar.clone();
    int blocks = changed.length / BLOCK;
    int start = blocks == 0 ? 0 : random.nextInt(blocks);
    for (int i = 0; i < blocks; i++) {
      int at = (start + i) % blocks * BLOCK;
      if (isHeader(changed, at)) {
        changed[at + KIND] = (byte) KINDS.charAt(random.nextInt(KINDS.length()));
        return changed;
      }
    }
    return changed;
  }

  private static boolean isHeader(byte[] tar, int at) {
    return new String(tar, at + MAGIC, 5, StandardCharsets.ISO_8859_1).equals("ustar");
  }

  /** Puts the checksums of a tar's headers right. */
  static byte[] checksummed(byte[] tar, Random unused) {
    byte[] fixed = tar.clone();
    for (int at = 0; at + BLOCK <= fixed.length; at += BLOCK) {
      if (isHeader(fixed, at)) {
        Arrays.fill(fixed, at + CHECKSUM, at + CHECKSUM + CHECKSUM_BYTES, (byte) ' ');
        int sum = 0;
        for (int i = at; i < at + BLOCK; i++) {
          sum += fixed[i] & 0xFF;
        }
        // Six octal digits, a zero and a blank.
        for (int digit = 0; digit < 6; digit++) {
          fixed[at + CHECKSUM + digit] = (byte) ('0' + ((sum >> (3 * (5 - digit))) & 7));
        }
        fixed[at + CHECKSUM + 6] = 0;
      }
    }
    return fixed;
  }
}
