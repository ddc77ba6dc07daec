package io.entroscope.report;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
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

  /** The record with some components changed. */
  static <T extends Record> T with(T record, Object... named) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) record.getClass();
    Map<String, Object> values = new HashMap<>();
    try {
      for (RecordComponent component : type.getRecordComponents()) {
        values.put(component.getName(), component.getAccessor().invoke(record));
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
    return make(type, values, named);
  }

  /** A component that is a number. */
  static double number(Record record, String name) {
    try {
      return ((Number) record.getClass().getMethod(name).invoke(record)).doubleValue();
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
