package io.entroscope.result.columns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entroscope.files.NpzWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value taken apart as it comes, token by token: every number, text and truth value goes
 * into the column of its place, {@code patternEntropy} or {@code pattern} of all classes, whichever
 * list elements it lies in. The lengths of lists, and which fields are there, are kept where they
 * are not the same everywhere. What is bytes in base64 is kept as bytes, all behind each other,
 * with their numbers.
 */
final class Columns {
  /** What the name of a column of lengths ends with; of lists in lists, once for each. */
  static final String LENGTHS = ".lengths";

  /** What the name of a column ends with that says which objects have a field. */
  static final String PRESENT = ".present";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What stands at one place of the value. */
  private static final class Place {
    private @Nullable Column values;
    private @Nullable Column lengths;
    private @Nullable Place element;
    private final Map<String, Place> fields = new LinkedHashMap<>();
    private final Map<String, Integer> known = new LinkedHashMap<>();
    private final Map<String, Column> present = new LinkedHashMap<>();
    private int objects = -1;
    private int longest = -1;
    private int shortest = Integer.MAX_VALUE;
  }

  /** A list or object that is open. */
  private static final class Open {
    private final Place place;
    private final boolean list;
    private final @Nullable Open around;
    private int count;
    private @Nullable Place field;

    Open(Place place, boolean list, @Nullable Open around) {
      this.place = place;
      this.list = list;
      this.around = around;
    }
  }

  private final Place root = new Place();
  private @Nullable Open open;
  private boolean begun;

  /** Whether the value has ended. */
  boolean isDone() {
    return begun && open == null;
  }

  private Place next() {
    begun = true;
    if (open == null) {
      return root;
    }
    if (!open.list) {
      Place field = open.field;
      if (field == null) {
        throw new IllegalStateException("a value without a name");
      }
      return field;
    }
    open.count++;
    if (open.place.element == null) {
      open.place.element = new Place();
    }
    return open.place.element;
  }

  void startList() {
    open = new Open(next(), true, open);
  }

  void startObject() {
    Place place = next();
    place.objects = Math.max(place.objects, 0) + 1;
    open = new Open(place, false, open);
  }

  /** A field of the object that is open. */
  void field(String name) {
    Open object = current();
    Place place = object.place;
    object.field = place.fields.computeIfAbsent(name, any -> new Place());
    Column present = place.present.computeIfAbsent(name, any -> new Column(ColumnType.BOOL));
    fill(present, place.objects - 1);
    present.add(true);
    place.known.merge(name, 1, Integer::sum);
  }

  private static void fill(Column present, int until) {
    while (present.count() < until) {
      present.add(false);
    }
  }

  /** The end of the list or object that is open. */
  void end() {
    Open ended = current();
    if (ended.list) {
      Place place = ended.place;
      if (place.lengths == null) {
        place.lengths = new Column(ColumnType.INT64);
      }
      place.lengths.add((long) ended.count);
      place.longest = Math.max(place.longest, ended.count);
      place.shortest = Math.min(place.shortest, ended.count);
    }
    open = ended.around;
  }

  private Open current() {
    if (open == null) {
      throw new IllegalStateException("nothing is open");
    }
    return open;
  }

  /** The column of the value that comes next. */
  Column values(ColumnType type) {
    return values(next(), type);
  }

  private static Column values(Place place, ColumnType type) {
    if (place.values == null) {
      place.values = new Column(type);
    }
    if (place.values.type() != type) {
      throw new IllegalStateException(place.values.type() + " and " + type + " at one place");
    }
    return place.values;
  }

  /** The bytes that come next. */
  void bytes(byte[] value) {
    Place place = next();
    values(place, ColumnType.BASE64).add(value);
    if (place.lengths == null) {
      place.lengths = new Column(ColumnType.INT64);
    }
    place.lengths.add((long) value.length);
  }

  /**
   * Writes all columns.
   *
   * @param key what their names begin with
   * @return what they are: of a value its type, and of bytes a column of lengths besides; of a list
   *     its element and its length, or null and a column of lengths; of an object its fields, with
   *     a question mark where a column says of which objects
   */
  JsonNode writeTo(NpzWriter out, String key) {
    return write(root, out, key, "", new long[0]);
  }

  /**
   * Writes the columns below a place.
   *
   * @param lists what the name of a column of lengths ends with, after that of the list around
   * @param axes lengths of the lists around it; null: they differ
   */
  private static JsonNode write(
      Place place, NpzWriter out, String key, String lists, long @Nullable [] axes) {
    if (place.values != null && place.lengths != null) {
      place.values.writeTo(out, key, new long[] {place.values.count()});
      place.lengths.writeTo(out, key + lists + LENGTHS, new long[] {place.lengths.count()});
      return JSON.textNode(place.values.type().id());
    }
    if (place.values != null) {
      long[] shape = axes == null ? new long[] {place.values.count()} : axes;
      place.values.writeTo(out, key, shape);
      return JSON.textNode(place.values.type().id());
    }
    if (place.lengths != null) {
      return list(place, place.lengths, out, key, lists + LENGTHS, axes);
    }
    ObjectNode fields = JSON.objectNode();
    for (Map.Entry<String, Place> field : place.fields.entrySet()) {
      String name = field.getKey();
      String inner = key + "/" + name;
      boolean always = place.known.getOrDefault(name, 0) == place.objects;
      if (!always) {
        Column present = Objects.requireNonNull(place.present.get(name));
        fill(present, place.objects);
        present.writeTo(out, inner + PRESENT, new long[] {place.objects});
      }
      fields.set(
          always ? name : name + "?",
          write(field.getValue(), out, inner, "", always ? axes : null));
    }
    return fields;
  }

  private static JsonNode list(
      Place place,
      Column lengths,
      NpzWriter out,
      String key,
      String lists,
      long @Nullable [] axes) {
    boolean even = place.longest == place.shortest;
    if (!even) {
      lengths.writeTo(out, key + lists, new long[] {lengths.count()});
    }
    long[] inner = null;
    if (even && axes != null) {
      inner = Arrays.copyOf(axes, axes.length + 1);
      inner[axes.length] = place.longest;
    }
    JsonNode element =
        place.element == null ? JSON.nullNode() : write(place.element, out, key, lists, inner);
    return JSON.arrayNode()
        .add(element)
        .add(even ? JSON.numberNode(place.longest) : JSON.nullNode());
  }
}
