package io.entroscope.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records by the names of their components: a new nullable component changes no test. */
final class Records {
  private Records() {}

  /**
   * A record with the components named.
   *
   * @param named names and values in turn; what is not named is null
   */
  static <T extends Record> T make(Class<T> type, Object... named) {
    return make(type, new HashMap<>(), named);
  }

  /** The record with some components changed, its own or those of its parts beside them. */
  static <T extends Record> T with(T record, Object... named) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) record.getClass();
    Map<String, Object> changes = new HashMap<>();
    for (int i = 0; i < named.length; i += 2) {
      changes.put((String) named[i], named[i + 1]);
    }
    Map<String, Object> values = new HashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Object value = value(record, component);
      boolean part = component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
      values.put(component.getName(), part ? changed((Record) value, changes) : value);
    }
    values.putAll(changes);
    return make(type, values);
  }

  /** A part with those of the changes that are its own, which are taken out of them. */
  private static Record changed(Record part, Map<String, Object> changes) {
    List<Object> named = new ArrayList<>();
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      if (changes.containsKey(component.getName())) {
        named.add(component.getName());
        named.add(changes.remove(component.getName()));
      }
    }
    return with(part, named.toArray());
  }

  private static Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** A part made of those of the values that are its own, which are taken out of them. */
  private static Record part(Class<?> type, String prefix, Map<String, Object> values) {
    Map<String, Object> own = new HashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String flat = flat(prefix, component.getName());
      if (values.containsKey(flat)) {
        own.put(component.getName(), values.remove(flat));
      }
    }
    return make(type.asSubclass(Record.class), own);
  }

  /** What the JSON calls a component of a part: the first is called as the part is. */
  private static String flat(String prefix, String name) {
    return prefix.isEmpty()
        ? name
        : name.equals("value")
            ? prefix
            : prefix + name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
  }

  private static <T extends Record> T make(
      Class<T> type, Map<String, Object> values, Object... named) {
    for (int i = 0; i < named.length; i += 2) {
      values.put((String) named[i], named[i + 1]);
    }
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      JsonUnwrapped nested = components[i].getAccessor().getAnnotation(JsonUnwrapped.class);
      boolean whole = components[i].getType().isInstance(values.get(components[i].getName()));
      arguments[i] =
          nested != null && !whole
              ? part(components[i].getType(), nested.prefix(), values)
              : values.remove(components[i].getName());
      types[i] = components[i].getType();
      if (arguments[i] == null && types[i].isPrimitive()) {
        throw new AssertionError(type + " needs " + components[i].getName());
      }
    }
    if (!values.isEmpty()) {
      throw new AssertionError(type + " has no " + values.keySet());
    }
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
