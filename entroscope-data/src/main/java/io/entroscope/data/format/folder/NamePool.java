package io.entroscope.data.format.folder;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing list of names in UTF-8, in one array. */
final class NamePool {
  private byte[] bytes = new byte[1024];
  private int[] ends = new int[64];
  private int size;

  void add(String name) {
    byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
    add(encoded, 0, encoded.length);
  }

  private void add(byte[] from, int start, int length) {
    int end = Math.addExact(start(size), length);
    if (end > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, bytes.length * 3L / 2)));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 3 / 2);
    }
    System.arraycopy(from, start, bytes, start(size), length);
    ends[size++] = end;
  }

  int size() {
    return size;
  }

  String get(int index) {
    int start = start(index);
    return new String(bytes, start, ends[index] - start, StandardCharsets.UTF_8);
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** Compares two names as torchvision orders files: by the folder they are in, then by name. */
  int compare(int a, int b) {
    int startA = start(a);
    int startB = start(b);
    int slashA = lastSlash(a);
    int slashB = lastSlash(b);
    int folders = Arrays.compareUnsigned(bytes, startA, slashA, bytes, startB, slashB);
    return folders != 0
        ? folders
        : Arrays.compareUnsigned(bytes, slashA, ends[a], bytes, slashB, ends[b]);
  }

  /** Where the last slash of a name is; its start if there is none. */
  private int lastSlash(int index) {
    int start = start(index);
    int at = ends[index] - 1;
    while (at > start && bytes[at] != '/') {
      at--;
    }
    return Math.max(at, start);
  }

  /** The same names in another order. */
  NamePool reordered(int[] order) {
    NamePool other = new NamePool();
    other.bytes = new byte[start(size)];
    other.ends = new int[order.length];
    for (int index : order) {
      int start = start(index);
      other.add(bytes, start, ends[index] - start);
    }
    return other;
  }
}
