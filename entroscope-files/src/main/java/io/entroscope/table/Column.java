package io.entroscope.table;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name as files head it
 * @param type of its values
 * @param value of a row: a {@link String}, a {@link Long}, a {@link Float} or a {@link Double}, or
 *     {@code float[]} as the type says; null: there is none
 * @param <R> what a row is
 */
public record Column<R>(String name, Type type, Function<R, @Nullable Object> value) {
  /** What a column holds. */
  public enum Type {
    /** Words. */
    TEXT,
    /** Whole numbers. */
    INTEGER,
    /** Numbers. */
    REAL,
    /** As many numbers in each row. */
    VECTOR
  }

  /** A column of words; empty ones are as none. */
  public static <R> Column<R> text(String name, Function<R, @Nullable String> value) {
    return new Column<>(
        name,
        Type.TEXT,
        row -> {
          String text = value.apply(row);
          return text == null || text.isEmpty() ? null : text;
        });
  }

  /** A column of whole numbers. */
  public static <R> Column<R> integer(String name, Function<R, @Nullable Long> value) {
    return new Column<>(name, Type.INTEGER, value::apply);
  }

  /** A column of numbers; those that are not finite are as none. */
  public static <R> Column<R> real(String name, Function<R, @Nullable Number> value) {
    return new Column<>(
        name,
        Type.REAL,
        row -> {
          Number number = value.apply(row);
          return number == null || !Double.isFinite(number.doubleValue()) ? null : number;
        });
  }

  /** A column of vectors of one length. */
  public static <R> Column<R> vector(String name, Function<R, float[]> value) {
    return new Column<>(name, Type.VECTOR, value::apply);
  }
}
