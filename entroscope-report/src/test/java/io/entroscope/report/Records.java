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

  private static <T extends Record> T make(
      Class<T> type, Map<String, Object> values, Object... named) {
    for (int i = 0; i < named.length; i += 2) {
      values.put((String) named[i], named[i + 1]);
    }
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      arguments[i] = values.remove(components[i].getName());
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
