package io.entroscope.result.columns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.entroscope.files.Inputs;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Puts JSON values together again that {@link SplitGenerator} took apart. Lists of numbers are
 * arrays in them, to be read by a mapper with {@link NumberArrays}.
 */
public final class ColumnReader implements Closeable {
  private static final int HEAD = 10;
  private static final Charset UTF_32 = Charset.forName("UTF-32LE");
  private static final Pattern TEXT = Pattern.compile("'<U(\\d{1,9})'");

  private final ZipFile zip;

  /** Every element of a list takes at least one byte of the file. */
  private long elements;

  private ColumnReader(ZipFile zip, long elements) {
    this.zip = zip;
    this.elements = elements;
  }

  /** Opens a file of columns. */
  public static ColumnReader open(Path npz) throws IOException {
    Inputs.requireFile(npz);
    return new ColumnReader(new ZipFile(npz.toFile()), Files.size(npz));
  }

  /** Whether a value is not there, but stands for what is in columns. */
  public static boolean isColumns(JsonNode value) {
    return value.isObject() && value.has(SplitGenerator.NPZ) && value.has(SplitGenerator.IS);
  }

  /**
   * The value that was taken apart.
   *
   * @param stub what stands in its place
   * @throws IOException if columns are missing, or do not hold what was said of them
   */
  public JsonNode value(JsonNode stub) throws IOException {
    String key = stub.get(SplitGenerator.NPZ).asText();
    try {
      return source(stub.get(SplitGenerator.IS), key, "").next();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("the columns of " + key + " are not whole", e);
    }
  }

  /** Gives the values of one place, in their order. */
  private interface Source {
    JsonNode next();
  }

  private Source source(JsonNode is, String key, String lists) throws IOException {
    if (is.isTextual()) {
      return is.asText().equals(ColumnType.BASE64.id())
          ? bytes(key, lists + Columns.LENGTHS)
          : values(is.asText(), key);
    }
    if (is.isArray()) {
      return list(is, key, lists + Columns.LENGTHS);
    }
    if (is.isNull()) {
      return NullNode::getInstance;
    }
    return object(is, key);
  }

  private Source list(JsonNode is, String key, String lists) throws IOException {
    Lengths lengths = lengths(is.path(1), key + lists);
    Optional<Numbers> numbers = Numbers.of(is.path(0).asText());
    if (numbers.isPresent()) {
      Numbers all = numbers.get();
      ByteBuffer values = array(key).values();
      return () -> new POJONode(all.next(values, take(lengths)));
    }
    Source element = source(is.path(0), key, lists);
    return () -> {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      int count = take(lengths);
      for (int i = 0; i < count; i++) {
        all.add(element.next());
      }
      return all;
    };
  }

  /** Gives the lengths of lists, in their order. */
  private interface Lengths {
    long next();
  }

  private Lengths lengths(JsonNode length, String column) throws IOException {
    if (length.isNumber()) {
      return length::asLong;
    }
    ByteBuffer lengths = array(column).values();
    return lengths::getLong;
  }

  /** The length of the next list. */
  private int take(Lengths lengths) {
    long count = lengths.next();
    if (count < 0 || count > elements || count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a list of " + count);
    }
    elements -= count;
    return (int) count;
  }

  /** The fields of objects, and which of them have each. */
  private record Fields(List<String> names, List<Source> sources, List<ByteBuffer> present) {}

  private Source object(JsonNode is, String key) throws IOException {
    Fields fields = new Fields(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Map.Entry<String, JsonNode> field : is.properties()) {
      boolean sometimes = field.getKey().endsWith("?");
      String name =
          sometimes ? field.getKey().substring(0, field.getKey().length() - 1) : field.getKey();
      String inner = key + "/" + name;
      fields.names().add(name);
      fields.sources().add(source(field.getValue(), inner, ""));
      fields
          .present()
          .add(sometimes ? array(inner + Columns.PRESENT).values() : ByteBuffer.allocate(0));
    }
    return () -> next(fields);
  }

  private static JsonNode next(Fields fields) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int f = 0; f < fields.names().size(); f++) {
      ByteBuffer present = fields.present().get(f);
      if (present.capacity() == 0 || present.get() != 0) {
        object.set(fields.names().get(f), fields.sources().get(f).next());
      }
    }
    return object;
  }

  private Source bytes(String key, String lists) throws IOException {
    ByteBuffer values = array(key).values();
    ByteBuffer lengths = array(key + lists).values();
    return () -> {
      long length = lengths.getLong();
      if (length < 0 || length > values.remaining()) {
        throw new IllegalArgumentException("bytes of " + length);
      }
      byte[] bytes = new byte[(int) length];
      values.get(bytes);
      return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
    };
  }

  private Source values(String type, String key) throws IOException {
    Array array = array(key);
    ByteBuffer values = array.values();
    if (type.equals(ColumnType.FLOAT32.id())) {
      return () -> FloatNode.valueOf(values.getFloat());
    }
    if (type.equals(ColumnType.FLOAT64.id())) {
      return () -> DoubleNode.valueOf(values.getDouble());
    }
    if (type.equals(ColumnType.INT64.id())) {
      return () -> LongNode.valueOf(values.getLong());
    }
    if (type.equals(ColumnType.BOOL.id())) {
      return () -> BooleanNode.valueOf(values.get() != 0);
    }
    if (type.equals(ColumnType.TEXT.id())) {
      byte[] text = new byte[array.width()];
      return () -> {
        values.get(text);
        return TextNode.valueOf(new String(text, 0, used(text), UTF_32));
      };
    }
    throw new IOException("the column " + key + " is of an unknown type");
  }

  /** The bytes of a text without the zeros that fill it up. */
  private static int used(byte[] text) {
    int end = text.length;
    while (end > 0 && text[end - 1] == 0) {
      end--;
    }
    return (end + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES;
  }

  /**
   * An array.
   *
   * @param values of it
   * @param width the bytes of a text
   */
  private record Array(ByteBuffer values, int width) {}

  private Array array(String key) throws IOException {
    ZipEntry entry = zip.getEntry(key + ".npy");
    if (entry == null || entry.getMethod() != ZipEntry.STORED) {
      throw new IOException("it lacks the column " + key);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      int values = HEAD + (bytes.getShort(HEAD - Short.BYTES) & 0xFFFF);
      String head = new String(bytes.array(), HEAD, values - HEAD, StandardCharsets.US_ASCII);
      Matcher text = TEXT.matcher(head);
      int width = text.find() ? Integer.BYTES * Integer.parseInt(text.group(1)) : 0;
      return new Array(
          bytes.position(values).slice().order(ByteOrder.LITTLE_ENDIAN),
          Math.min(width, bytes.capacity()));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IOException("the column " + key + " is not whole", e);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
