package io.entroscope.result.json;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks what records that were read from a file may hold although the file has their form: nulls
 * in lists, numbers that are not finite.
 */
public final class RecordCheck {
  /** Asked of each class once: a result has tens of thousands of records. */
  private static final ClassValue<Component[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected Component[] computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents())
              .map(Component::of)
              .toArray(Component[]::new);
        }
      };

  /** Primitive types of which every value is one. */
  private static final Set<Class<?>> WHOLE = Set.of(long.class, int.class, boolean.class);

  private RecordCheck() {}

  /** What is wrong, and where. */
  public static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    public Fault(String place, String what) {
      super(place + " " + what);
    }
  }

  /**
   * Checks a record, or an array of them, and all records, lists, maps and arrays in it.
   *
   * @throws Fault at the first thing that cannot be, named by its place in the file
   */
  public static void check(Object read) throws Fault {
    value(read, () -> "");
  }

  /** Where something is; made of text only where something is wrong, since nearly nothing is. */
  @FunctionalInterface
  private interface Place {
    String text();
  }

  private static void record(Object record, Place place, NameTransformer names) throws Fault {
    for (Component component : COMPONENTS.get(record.getClass())) {
      if (component.always) {
        continue;
      }
      Object value = component.of(record);
      JsonUnwrapped part = component.part;
      if (value != null && part != null) {
        record(value, place, NameTransformer.chainedTransformer(names, UnwrappedNames.of(part)));
        continue;
      }
      Place at = () -> place.text() + "/" + names.transform(component.name);
      if (value != null) {
        value(value, at);
      } else if (!component.nullable) {
        throw new Fault(at.text(), "is null");
      }
    }
  }

  /**
   * What there is to know of a record's component.
   *
   * @param always whether nothing can be wrong with its value, whatever it is
   */
  private record Component(
      String name,
      Method accessor,
      @Nullable JsonUnwrapped part,
      boolean nullable,
      boolean always) {
    private static Component of(RecordComponent component) {
      Class<?> type = component.getType();
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      return new Component(
          component.getName(),
          component.getAccessor(),
          component.getAccessor().getAnnotation(JsonUnwrapped.class),
          nullable,
          WHOLE.contains(type) || (nullable && type == String.class));
    }

    private @Nullable Object of(Object record) {
      try {
        return accessor.invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("a record that cannot be read: " + record.getClass(), e);
      }
    }
  }

  private static void value(@Nullable Object value, Place place) throws Fault {
    if (value == null) {
      throw new Fault(place.text(), "is null");
    }
    if (value instanceof Record part) {
      record(part, place, NameTransformer.NOP);
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        value(list.get(i), element(place, i));
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        value(entry.getValue(), element(place, entry.getKey()));
      }
    } else if (value instanceof Object[] array) {
      for (int i = 0; i < array.length; i++) {
        value(array[i], element(place, i));
      }
    } else if (value instanceof double[] numbers) {
      for (int i = 0; i < numbers.length; i++) {
        finite(numbers[i], place, i);
      }
    } else if (value instanceof float[] numbers) {
      for (int i = 0; i < numbers.length; i++) {
        finite(numbers[i], place, i);
      }
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      throw new Fault(place.text(), "is " + number);
    }
  }

  private static Place element(Place of, Object which) {
    return () -> of.text() + "/" + which;
  }

  private static void finite(double number, Place place, int at) throws Fault {
    if (!Double.isFinite(number)) {
      throw new Fault(place.text() + "/" + at, "is " + number);
    }
  }
}
