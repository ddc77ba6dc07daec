package io.entroscope.result.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * How records become JSON and are read from it: a component that is not marked as nullable must be
 * there, and a number is no text. {@link RecordCheck} looks at the values.
 */
public final class RecordJson {
  private RecordJson() {}

  /** What makes a mapper of records. */
  public static JsonMapper.Builder builder() {
    return JsonMapper.builder()
        .annotationIntrospector(new NullableIsOptional())
        .addModule(new RecordParts())
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
  }

  /** What reads a file that holds one value of a type and nothing behind it. */
  public static ObjectReader whole(JsonMapper mapper, Class<?> type) {
    return mapper.readerFor(type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /** What is wrong with JSON that was not read, and where, in one line. */
  public static String problem(JsonProcessingException e) {
    String message = e.getOriginalMessage().lines().findFirst().orElse("");
    if (!(e instanceof JsonMappingException mapping)) {
      return message;
    }
    StringBuilder place = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      place.append('/');
      place.append(step.getFieldName() == null ? step.getIndex() : step.getFieldName());
    }
    if (e instanceof ValueInstantiationException) {
      return (place.isEmpty() ? "" : place + ": ") + refusal(e.getCause());
    }
    if (place.isEmpty() && message.startsWith("Trailing token")) {
      return "something stands behind its end";
    }
    if (place.isEmpty()) {
      return e instanceof MismatchedInputException ? "it holds something else" : message;
    }
    boolean missing = message.startsWith("Missing required creator property");
    return missing ? place + " is missing" : place + " does not fit";
  }

  /** Why a record's constructor took its values not; those that copy a list take no null. */
  private static String refusal(@Nullable Throwable cause) {
    return cause instanceof IllegalArgumentException
        ? String.valueOf(cause.getMessage())
        : "a list in it is null or holds null";
  }

  /** A component must be in the file unless it is {@code @Nullable}, or left out by its mark. */
  private static final class NullableIsOptional extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
      if (member instanceof AnnotatedParameter parameter
          && parameter.getDeclaringClass().isRecord()) {
        RecordComponent component =
            parameter.getDeclaringClass().getRecordComponents()[parameter.getIndex()];
        return !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
            && !component.getAccessor().isAnnotationPresent(JsonInclude.class);
      }
      return super.hasRequiredMarker(member);
    }
  }
}
