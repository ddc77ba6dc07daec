package io.entroscope.result.columns;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import io.entroscope.files.NpzWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON in which some lists are not there: their numbers go into columns of an .npz, and an
 * object stands in their place that says which.
 */
public final class SplitGenerator extends JsonGeneratorDelegate {
  /** The field that names the .npz. */
  public static final String ARRAYS = "arrays";

  /** In {@link #ARRAYS}: its name, which is {@link #FILE_NAME}. */
  public static final String FILE = "file";

  /** What the .npz beside a result is called. */
  public static final String FILE_NAME = "result.npz";

  /** In {@link #ARRAYS}: the SHA-256 of its bytes, in hexadecimal. */
  public static final String SHA256 = "sha256";

  /** In a stub: what the names of its columns begin with. */
  static final String NPZ = "npz";

  /** In a stub: what the value is made of. */
  static final String IS = "is";

  /** The fields whose lists may be in columns. */
  static final Set<String> FIELDS = Set.of("classes", "samples", "mistakes", "featureMaps");

  /**
   * What goes into columns.
   *
   * @param lists where the lists are, as in {@code /layers/3/classes}
   * @param bytes the names of fields in them whose texts are bytes in base64
   */
  public record Places(Pattern lists, Set<String> bytes) {}

  private final NpzWriter npz;
  private final Places places;
  private @Nullable Columns columns;
  private String field = "";
  private @Nullable String sum;

  /**
   * Writes.
   *
   * @param json where everything else goes
   * @param npz where the columns go
   * @param places what goes there
   * @param sum the SHA-256 of the .npz, to be named behind the schema; null: not yet known
   */
  public SplitGenerator(JsonGenerator json, NpzWriter npz, Places places, @Nullable String sum) {
    super(json, false);
    this.npz = npz;
    this.places = places;
    this.sum = sum;
  }

  private void nameArrays(String sha256) throws IOException {
    super.writeFieldName(ARRAYS);
    super.writeStartObject();
    super.writeFieldName(FILE);
    super.writeString(FILE_NAME);
    super.writeFieldName(SHA256);
    super.writeString(sha256);
    super.writeEndObject();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("no columns are made of such values");
  }

  private void begin() throws IOException {
    if (columns == null) {
      String place = getOutputContext().pathAsPointer().toString();
      if (places.lists().matcher(place).matches()) {
        columns = new Columns();
      }
    }
  }

  private void finish() throws IOException {
    Columns done = columns;
    if (done == null || !done.isDone()) {
      return;
    }
    columns = null;
    String key = getOutputContext().pathAsPointer().toString().substring(1);
    try {
      JsonNode is = done.writeTo(npz, key);
      super.writeStartObject();
      super.writeFieldName(NPZ);
      super.writeString(key);
      super.writeFieldName(IS);
      super.writeRawValue(is.toString());
      super.writeEndObject();
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void writeStartArray() throws IOException {
    begin();
    if (columns == null) {
      super.writeStartArray();
    } else {
      columns.startList();
    }
  }

  @Override
  public void writeStartArray(Object value) throws IOException {
    writeStartArray();
  }

  @Override
  public void writeStartArray(Object value, int size) throws IOException {
    writeStartArray();
  }

  @Override
  public void writeEndArray() throws IOException {
    if (columns == null) {
      super.writeEndArray();
    } else {
      columns.end();
      finish();
    }
  }

  @Override
  public void writeStartObject() throws IOException {
    if (columns == null) {
      super.writeStartObject();
    } else {
      columns.startObject();
    }
  }

  @Override
  public void writeStartObject(Object value) throws IOException {
    writeStartObject();
  }

  @Override
  public void writeStartObject(Object value, int size) throws IOException {
    writeStartObject();
  }

  @Override
  public void writeEndObject() throws IOException {
    if (columns == null) {
      super.writeEndObject();
    } else {
      columns.end();
    }
  }

  @Override
  public void writeFieldName(String name) throws IOException {
    if (columns == null) {
      super.writeFieldName(name);
    } else {
      columns.field(name);
      field = name;
    }
  }

  @Override
  public void writeFieldName(SerializableString name) throws IOException {
    writeFieldName(name.getValue());
  }

  @Override
  public void writeString(String text) throws IOException {
    if (columns == null) {
      super.writeString(text);
      String known = sum;
      if (known != null && getOutputContext().pathAsPointer().toString().equals("/schema")) {
        sum = null;
        nameArrays(known);
      }
    } else if (places.bytes().contains(field)) {
      columns.bytes(bytes(text));
    } else {
      columns.values(ColumnType.TEXT).add(text);
    }
  }

  private byte[] bytes(String text) throws IOException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("a " + field + " is not base64", e);
    }
  }

  @Override
  public void writeString(SerializableString text) throws IOException {
    writeString(text.getValue());
  }

  @Override
  public void writeNumber(short value) throws IOException {
    writeNumber((long) value);
  }

  @Override
  public void writeNumber(int value) throws IOException {
    writeNumber((long) value);
  }

  @Override
  public void writeNumber(long value) throws IOException {
    if (columns == null) {
      super.writeNumber(value);
    } else {
      columns.values(ColumnType.INT64).add(value);
    }
  }

  @Override
  public void writeNumber(float value) throws IOException {
    if (columns == null) {
      super.writeNumber(value);
    } else {
      requireFinite(value);
      columns.values(ColumnType.FLOAT32).add(value);
    }
  }

  @Override
  public void writeNumber(double value) throws IOException {
    if (columns == null) {
      super.writeNumber(value);
    } else {
      requireFinite(value);
      columns.values(ColumnType.FLOAT64).add(value);
    }
  }

  /** What is not finite is refused in the words of the generator around which this one is. */
  private void requireFinite(double value) throws IOException {
    if (!Double.isFinite(value)) {
      super.writeNumber(value);
    }
  }

  @Override
  public void writeBoolean(boolean value) throws IOException {
    if (columns == null) {
      super.writeBoolean(value);
    } else {
      columns.values(ColumnType.BOOL).add(value);
    }
  }

  @Override
  public void writeArray(int[] array, int offset, int length) throws IOException {
    writeStartArray();
    for (int i = offset; i < offset + length; i++) {
      writeNumber(array[i]);
    }
    writeEndArray();
  }

  @Override
  public void writeArray(long[] array, int offset, int length) throws IOException {
    writeStartArray();
    for (int i = offset; i < offset + length; i++) {
      writeNumber(array[i]);
    }
    writeEndArray();
  }

  @Override
  public void writeArray(double[] array, int offset, int length) throws IOException {
    writeStartArray();
    for (int i = offset; i < offset + length; i++) {
      writeNumber(array[i]);
    }
    writeEndArray();
  }

  @Override
  public void writeNumber(BigInteger value) throws IOException {
    if (columns != null) {
      throw unsupported();
    }
    super.writeNumber(value);
  }

  @Override
  public void writeNumber(BigDecimal value) throws IOException {
    if (columns != null) {
      throw unsupported();
    }
    super.writeNumber(value);
  }

  @Override
  public void writeNull() throws IOException {
    if (columns != null) {
      throw unsupported();
    }
    super.writeNull();
  }

  @Override
  public void writeBinary(Base64Variant variant, byte[] data, int offset, int length)
      throws IOException {
    if (columns != null) {
      throw unsupported();
    }
    super.writeBinary(variant, data, offset, length);
  }
}
