package io.entroscope.result.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ResolvableDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record some of whose components are parts: records whose fields stand beside its own.
 * Jackson's own reading of {@link JsonUnwrapped} keeps a copy of all fields, takes a field of a
 * part's name for the part, and renames what lies within a part's fields.
 */
final class RecordWithParts extends StdDeserializer<Object> implements ResolvableDeserializer {
  private static final long serialVersionUID = 1L;

  private final transient Whole whole;
  private final transient Map<String, Field> fields = new LinkedHashMap<>();
  private transient JsonDeserializer<?>[] readers = {};

  RecordWithParts(Class<?> type) {
    super(type);
    whole = whole(type, NameTransformer.NOP);
  }

  /** Whether a type is such a record. */
  static boolean is(Class<?> type) {
    return type.isRecord()
        && Arrays.stream(type.getRecordComponents()).anyMatch(of -> part(of) != null);
  }

  /** What one component is made of: a field, or fields of its own. */
  private sealed interface Source permits Field, Whole {}

  /** A field of the JSON object, and its place among all of them. */
  private record Field(RecordComponent component, int index) implements Source {
    private boolean needed() {
      return !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
  }

  /** A record, by what each of its components is made of. */
  private record Whole(Constructor<?> constructor, Source[] sources) implements Source {
    private Object of(@Nullable Object[] values) throws ReflectiveOperationException {
      @Nullable Object[] components = new @Nullable Object[sources.length];
      for (int i = 0; i < components.length; i++) {
        components[i] =
            sources[i] instanceof Whole part ? part.of(values) : values[((Field) sources[i]).index];
      }
      return constructor.newInstance(components);
    }
  }

  private Whole whole(Class<?> type, NameTransformer names) {
    RecordComponent[] components = type.getRecordComponents();
    Source[] sources = new Source[components.length];
    for (int i = 0; i < sources.length; i++) {
      JsonUnwrapped part = part(components[i]);
      if (part == null) {
        Field field = new Field(components[i], fields.size());
        fields.put(names.transform(name(components[i])), field);
        sources[i] = field;
      } else {
        sources[i] =
            whole(
                components[i].getType(),
                NameTransformer.chainedTransformer(names, UnwrappedNames.of(part)));
      }
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return new Whole(type.getDeclaredConstructor(types), sources);
    } catch (NoSuchMethodException e) {
      throw new LinkageError("a record without its constructor: " + type, e);
    }
  }

  /** The annotation's targets are fields, methods and parameters, not components. */
  private static @Nullable JsonUnwrapped part(RecordComponent component) {
    return component.getAccessor().getAnnotation(JsonUnwrapped.class);
  }

  /** What a component is called in JSON. */
  private static String name(RecordComponent component) {
    JsonProperty other = component.getAccessor().getAnnotation(JsonProperty.class);
    return other == null || other.value().isEmpty() ? component.getName() : other.value();
  }

  @Override
  public void resolve(DeserializationContext context) throws JsonMappingException {
    readers = new JsonDeserializer<?>[fields.size()];
    for (Field field : fields.values()) {
      JavaType type = context.constructType(field.component.getGenericType());
      readers[field.index] = context.findContextualValueDeserializer(type, null);
    }
  }

  @Override
  public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (!parser.isExpectedStartObjectToken()) {
      return context.handleUnexpectedToken(handledType(), parser);
    }
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Field field = fields.get(name);
      JsonToken token = parser.nextToken();
      if (field == null || token == JsonToken.VALUE_NULL) {
        parser.skipChildren();
      } else {
        values[field.index] = read(field, name, parser, context);
      }
    }
    requireAll(values, parser);
    try {
      return whole.of(values);
    } catch (InvocationTargetException e) {
      throw JsonMappingException.from(parser, why(e.getCause()), e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a record that cannot be made: " + handledType(), e);
    }
  }

  /** Constructors copy their lists, which takes no null. */
  private static String why(@Nullable Throwable cause) {
    return cause instanceof NullPointerException
        ? "a list in it holds null"
        : String.valueOf(cause);
  }

  private Object read(Field field, String name, JsonParser parser, DeserializationContext context)
      throws IOException {
    try {
      return readers[field.index].deserialize(parser, context);
    } catch (JsonMappingException e) {
      e.prependPath(handledType(), name);
      throw e;
    }
  }

  private void requireAll(@Nullable Object[] values, JsonParser parser)
      throws JsonMappingException {
    for (Map.Entry<String, Field> field : fields.entrySet()) {
      if (values[field.getValue().index] == null && field.getValue().needed()) {
        JsonMappingException e =
            MismatchedInputException.from(
                parser,
                handledType(),
                "Missing required creator property '" + field.getKey() + "'");
        e.prependPath(handledType(), field.getKey());
        throw e;
      }
    }
  }
}
