package io.entroscope.data.format.cifar;

import io.entroscope.data.DataException;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import io.entroscope.setting.Limit;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what CIFAR's Python files hold: a dictionary of numbers, names, lists of these, and one
 * array of bytes. Of Python's pickle machine (the module {@code pickletools} describes it) there
 * are the instructions that such files use, for three things of NumPy by name; nothing is ever
 * called.
 */
final class Pickle {
  private static final int LONGEST_NAME = 4096;
  private static final byte[] NO_BYTES = {};

  /** A dictionary by the names of its entries. */
  record Dictionary(Map<String, Object> entries) {}

  /**
   * Text or bytes.
   *
   * @param at where they start in the file
   * @param start the bytes themselves if they are few; else none
   */
  record Bytes(long at, long length, byte[] start) {
    String text() {
      return new String(start, StandardCharsets.UTF_8);
    }
  }

  /**
   * A matrix of unsigned bytes, where it lies in the file.
   *
   * @param byColumn whether the values of a column follow each other, not those of a row
   */
  record Matrix(long rows, long columns, long at, boolean byColumn) {}

  /** Values in order that nothing is added to. */
  private record Tuple(List<@Nullable Object> values) {}

  private record Global(String name) {}

  private static final class Array {
    @Nullable Matrix content;
  }

  private static final class Type {
    private final boolean unsignedBytes;

    Type(boolean unsignedBytes) {
      this.unsignedBytes = unsignedBytes;
    }
  }

  private enum Special {
    MARK,
    NONE
  }

  private final Path file;
  private final DataInputStream in;
  private final Deque<Object> stack = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private long position;
  private long steps;

  private Pickle(Path file, InputStream in) {
    this.file = file;
    this.in = new DataInputStream(in);
  }

  /** Whether a file begins as a pickled one does, of protocol 2 or later. */
  static boolean isStart(byte[] head) {
    return head.length >= 2 && (head[0] & 0xFF) == 0x80 && head[1] >= 2 && head[1] <= 5;
  }

  /**
   * Reads a file.
   *
   * @return of each entry the value: {@link Long}, {@link Bytes}, {@link Matrix} or a list
   * @throws DataException if it holds anything else, or is not whole
   */
  static Map<String, Object> read(Path file) {
    try (InputStream in = new BufferedInputStream(Inputs.stream(file), 1 << 16)) {
      return new Pickle(file, in).run();
    } catch (EOFException e) {
      throw new DataException(file + " is cut off; download it again", e);
    } catch (IOException e) {
      throw new DataException("cannot read " + file + ": " + Reasons.ofReading(e), e);
    }
  }

  private Map<String, Object> run() throws IOException {
    int code = unsigned(1);
    while (code != '.') {
      if (Limit.PICKLED.isExceededBy(++steps)) {
        throw new DataException(file + " holds too many values: " + Limit.PICKLED.hint());
      }
      step(code);
      code = unsigned(1);
    }
    return pop(Dictionary.class).entries();
  }

  private void step(int code) throws IOException {
    switch (code) {
      case 0x80 -> unsigned(1);
      case 0x95 -> skip(8);
      case '}' -> stack.push(new Dictionary(new HashMap<>()));
      case ']' -> stack.push(new ArrayList<Object>());
      case '(' -> stack.push(Special.MARK);
      case ')' -> stack.push(new Tuple(List.of()));
      case 'N' -> stack.push(Special.NONE);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'K' -> stack.push((long) unsigned(1));
      case 'M' -> stack.push((long) unsigned(2));
      case 'J' -> stack.push((long) unsigned(4));
      case 'U', 'C', 0x8C -> stack.push(bytes(unsigned(1)));
      case 'T', 'B', 'X' -> stack.push(bytes(unsigned(4)));
      case 'q' -> memo.put(unsigned(1), top());
      case 'r' -> memo.put(unsigned(4), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> stack.push(remembered(unsigned(1)));
      case 'j' -> stack.push(remembered(unsigned(4)));
      case 0x85, 0x86, 0x87 -> stack.push(new Tuple(last(code - 0x84)));
      case 't' -> stack.push(new Tuple(sinceMark()));
      default -> build(code);
    }
  }

  private void build(int code) throws IOException {
    switch (code) {
      case 'c' -> stack.push(new Global(line() + " " + line()));
      case 0x93 -> {
        String name = pop(Bytes.class).text();
        stack.push(new Global(pop(Bytes.class).text() + " " + name));
      }
      case 'R' -> {
        Tuple with = pop(Tuple.class);
        stack.push(made(pop(Global.class), with));
      }
      case 'b' -> {
        Tuple state = pop(Tuple.class);
        if (top() instanceof Array array) {
          array.content = matrix(state);
        } else if (!(top() instanceof Type)) {
          throw foreign();
        }
      }
      case 'a' -> {
        Object value = pop(Object.class);
        list().add(value);
      }
      case 'e' -> {
        List<Object> values = sinceMark();
        list().addAll(values);
      }
      case 's' -> put(last(2));
      case 'u' -> put(sinceMark());
      default -> throw foreign();
    }
  }

  /** Python's three functions that make an array, by what they are for. */
  private Object made(Global global, Tuple with) {
    return switch (global.name()) {
      case "numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct" ->
          new Array();
      case "numpy dtype" ->
          new Type(
              !with.values().isEmpty()
                  && with.values().get(0) instanceof Bytes name
                  && name.text().equals("u1"));
      default -> throw foreign();
    };
  }

  /** An array's state is (version, shape, type, whether by column, content). */
  private Matrix matrix(Tuple state) {
    List<Object> parts = state.values();
    if (parts.size() == 5
        && parts.get(1) instanceof Tuple shape
        && shape.values().size() == 2
        && shape.values().get(0) instanceof Long rows
        && shape.values().get(1) instanceof Long columns
        && parts.get(2) instanceof Type type
        && type.unsignedBytes
        && parts.get(3) instanceof Boolean byColumn
        && parts.get(4) instanceof Bytes bytes
        && rows >= 0
        && columns >= 0
        && bytes.length() == rows * columns) {
      return new Matrix(rows, columns, bytes.at(), byColumn);
    }
    throw foreign();
  }

  private void put(List<Object> pairs) {
    Map<String, Object> entries = top() instanceof Dictionary map ? map.entries() : null;
    if (entries == null || pairs.size() % 2 != 0) {
      throw foreign();
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      if (!(pairs.get(i) instanceof Bytes name)) {
        throw foreign();
      }
      Object value = pairs.get(i + 1);
      Matrix content = value instanceof Array array ? array.content : null;
      entries.put(name.text(), content == null ? value : content);
    }
  }

  @SuppressWarnings("unchecked")
  private List<Object> list() {
    if (top() instanceof List<?> list) {
      return (List<Object>) list;
    }
    throw foreign();
  }

  private Object top() {
    Object top = stack.peek();
    if (top == null) {
      throw foreign();
    }
    return top;
  }

  private <T> T pop(Class<T> type) {
    Object top = stack.poll();
    if (!type.isInstance(top) || top == Special.MARK) {
      throw foreign();
    }
    return type.cast(top);
  }

  private List<Object> last(int count) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(0, pop(Object.class));
    }
    return values;
  }

  private List<Object> sinceMark() {
    Deque<Object> values = new ArrayDeque<>();
    for (Object value = stack.poll(); value != Special.MARK; value = stack.poll()) {
      if (value == null) {
        throw foreign();
      }
      values.push(value);
    }
    return new ArrayList<>(values);
  }

  private Object remembered(int place) {
    Object value = memo.get(place);
    if (value == null || value == Special.MARK) {
      throw foreign();
    }
    return value;
  }

  private Bytes bytes(int length) throws IOException {
    if (length < 0) {
      throw foreign();
    }
    long at = position;
    if (length > LONGEST_NAME) {
      skip(length);
      return new Bytes(at, length, NO_BYTES);
    }
    byte[] start = new byte[length];
    in.readFully(start);
    position += length;
    return new Bytes(at, length, start);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = unsigned(1); next != '\n'; next = unsigned(1)) {
      if (line.length() == LONGEST_NAME) {
        throw foreign();
      }
      line.append((char) next);
    }
    return line.toString();
  }

  private void skip(long length) throws IOException {
    in.skipNBytes(length);
    position += length;
  }

  /** A little-endian number. */
  private int unsigned(int bytes) throws IOException {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= in.readUnsignedByte() << (8 * i);
    }
    position += bytes;
    return value;
  }

  private DataException foreign() {
    return new DataException(
        file
            + " holds something other than CIFAR's Python files do, at byte "
            + position
            + "; download it again from the official page, or take the binary version");
  }
}
