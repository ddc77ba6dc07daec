package io.entroscope.table;

import java.util.List;
import java.util.function.Consumer;

/**
 * A table whose rows need not be in memory.
 *
 * @param name of its file, without the ending
 * @param columns from left to right
 * @param rows gives each row in turn to whoever asks, as often as asked
 * @param <R> what a row is
 */
public record Table<R>(String name, List<Column<R>> columns, Consumer<Consumer<R>> rows) {
  public Table {
    columns = List.copyOf(columns);
  }
}
