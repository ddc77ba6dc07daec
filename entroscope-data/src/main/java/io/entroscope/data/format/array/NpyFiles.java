package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** The arrays of a folder of .npy files, or of an .npz, whose values stay where they are. */
public final class NpyFiles {
  private static final String ENDING = ".npy";
  private static final String LABELS = "labels" + ENDING;

  private NpyFiles() {}

  /** Whether a folder's entries are those of a dataset of arrays. */
  public static boolean isArrays(List<Path> entries) {
    return entries.stream().anyMatch(entry -> entry.endsWith(LABELS))
        || (entries.stream().anyMatch(entry -> entry.toString().endsWith(ENDING))
            && entries.stream().noneMatch(Files::isDirectory));
  }

  /** Whether bytes are the start of a .zip whose first file is an array. */
  public static boolean isNpz(byte[] head) {
    int nameLength = 26;
    int name = 30;
    int length = head.length < name ? 0 : (head[nameLength] & 0xFF) | (head[nameLength + 1] << 8);
    return length > ENDING.length()
        && name + length <= head.length
        && new String(head, name, length, StandardCharsets.UTF_8).endsWith(ENDING);
  }

  /**
   * Opens the arrays in a folder, by name; whoever takes them closes their channels.
   *
   * @throws DataException if one is not as it must be
   */
  static List<NpyFile> inFolder(Path folder) {
    List<NpyFile> arrays = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path file : entries.filter(NpyFiles::isArray).sorted().toList()) {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
          String name = file.getFileName().toString();
          arrays.add(
              NpyFile.read(channel, 0, channel.size(), withoutEnding(name), file.toString()));
        } catch (RuntimeException | IOException e) {
          channel.close();
          throw e;
        }
      }
      return Collections.unmodifiableList(arrays);
    } catch (IOException e) {
      close(arrays);
      throw new DataException("cannot read " + folder + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      close(arrays);
      throw e;
    }
  }

  private static boolean isArray(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(ENDING) && !name.startsWith(".");
  }

  private static String withoutEnding(String name) {
    return name.substring(0, name.length() - ENDING.length());
  }

  /**
   * Opens the arrays in an .npz, by name; whoever takes them closes their channel.
   *
   * @throws DataException if one is not as it must be, or compressed
   */
  static List<NpyFile> inZip(Path path) {
    List<NpyFile> arrays = new ArrayList<>();
    try (ZipFile zip = ZipFile.builder().setPath(path).get()) {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        List<ZipArchiveEntry> entries = new ArrayList<>(Collections.list(zip.getEntries()));
        entries.sort((a, b) -> a.getName().compareTo(b.getName()));
        for (ZipArchiveEntry entry : entries) {
          arrays.add(array(path, channel, entry));
        }
      } catch (RuntimeException e) {
        channel.close();
        throw e;
      }
      return Collections.unmodifiableList(arrays);
    } catch (IOException e) {
      throw new DataException(
          path
              + " is no .npz, or is cut off ("
              + e.getMessage()
              + "); write it with np.savez, or copy it again",
          e);
    }
  }

  private static NpyFile array(Path path, FileChannel channel, ZipArchiveEntry entry) {
    String shown = path + "!" + entry.getName();
    if (!entry.getName().endsWith(ENDING)) {
      throw new DataException(shown + " is no NumPy array; write the file with np.savez");
    }
    if (entry.getMethod() != ZipEntry.STORED) {
      throw new DataException(
          path
              + " is compressed, so its arrays cannot be read where they lie; write it with"
              + " np.savez instead of np.savez_compressed, or a folder of .npy files");
    }
    return NpyFile.read(
        channel, entry.getDataOffset(), entry.getSize(), withoutEnding(entry.getName()), shown);
  }

  /** Closes the files that arrays lie in. */
  static void close(List<NpyFile> arrays) {
    for (NpyFile array : arrays) {
      try {
        array.channel().close();
      } catch (IOException e) {
        throw new DataException("cannot close " + array.shown() + ": " + e.getMessage(), e);
      }
    }
  }
}
