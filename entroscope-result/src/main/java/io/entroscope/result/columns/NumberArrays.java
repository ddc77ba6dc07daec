package io.entroscope.result.columns;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.std.PrimitiveArrayDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/**
 * Takes arrays of numbers as a {@link ColumnReader} gives them: as they are, and not number by
 * number. In JSON they are lists as always.
 */
public final class NumberArrays extends SimpleModule {
  private static final long serialVersionUID = 1L;

  public NumberArrays() {
    add(float[].class, float.class);
    add(double[].class, double.class);
    add(long[].class, long.class);
  }

  private <A> void add(Class<A> array, Class<?> element) {
    addDeserializer(array, new Whole<>(array, PrimitiveArrayDeserializers.forType(element)));
  }

  private static final class Whole<A> extends StdDeserializer<A> {
    private static final long serialVersionUID = 1L;

    private final transient Class<A> type;
    private final transient JsonDeserializer<?> list;

    Whole(Class<A> type, JsonDeserializer<?> list) {
      super(type);
      this.type = type;
      this.list = list;
    }

    @Override
    public A deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      if (parser.hasToken(JsonToken.VALUE_EMBEDDED_OBJECT)
          && type.isInstance(parser.getEmbeddedObject())) {
        return type.cast(parser.getEmbeddedObject());
      }
      return type.cast(list.deserialize(parser, context));
    }
  }
}
