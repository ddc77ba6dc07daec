package io.entroscope.data.format.array;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells arrays from other data. */
public final class NpyFiles {
  private NpyFiles() {}

  /** Whether a folder's entries are those of a dataset of arrays. */
  public static boolean isArrays(List<Path> entries) {
    return entries.stream().anyMatch(entry -> entry.endsWith("labels" + NpyStore.ENDING))
        || (entries.stream().anyMatch(entry -> entry.toString().endsWith(NpyStore.ENDING))
            && entries.stream().noneMatch(Files::isDirectory));
  }

  /** Whether bytes are the start of a .zip whose first file is an array. */
  public static boolean isNpz(byte[] head) {
    int nameLength = 26;
    int name = 30;
    int length = head.length < name ? 0 : (head[nameLength] & 0xFF) | (head[nameLength + 1] << 8);
    return length > NpyStore.ENDING.length()
        && name + length <= head.length
        && new String(head, name, length, StandardCharsets.UTF_8).endsWith(NpyStore.ENDING);
  }
}
