package io.entroscope.report.internal.table;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table as CSV in UTF-8 (RFC 4180), numbers with all of their digits. */
public final class CsvTable {
  private static final double WHOLE = 1e15;

  /** What a spreadsheet would run as a formula. */
  private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\t\r]");

  /** What a terminal that shows the file would obey, or show in another order. */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cntrl}\u0080-\u009f&&[^\\t\\r\\n]]|\\p{Cf}|[\u2028\u2029]");

  private CsvTable() {}

  /** Writes a table. */
  public static <R> void write(Table<R> table, OutputStream stream) throws IOException {
    Writer out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    out.write(line(table.columns().stream().map(Column::name).toList()));
    try {
      table
          .rows()
          .accept(
              row -> {
                try {
                  out.write(
                      line(
                          table.columns().stream()
                              .map(column -> cell(column.value().apply(row)))
                              .toList()));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    out.flush();
  }

  private static String line(List<String> cells) {
    return cells.stream().map(CsvTable::quoted).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Number number) {
      double real = number.doubleValue();
      return real == Math.rint(real) && Math.abs(real) < WHOLE
          ? Long.toString(number.longValue())
          : number.toString();
    }
    String text = CONTROL.matcher(value.toString()).replaceAll("\uFFFD");
    return FORMULA.matcher(text).find() ? "'" + text : text;
  }

  private static String quoted(String cell) {
    return cell.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0)
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
