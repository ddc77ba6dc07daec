package io.entroscope.report.internal.table;

import io.entroscope.table.Column;
import io.entroscope.table.Table;
import io.entroscope.table.TableWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A table as CSV in UTF-8 (RFC 4180), numbers with all of their digits. */
public final class CsvTable implements TableWriter {
  private static final double WHOLE = 1e15;

  /** What a spreadsheet would run as a formula. */
  private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\t\r]");

  /** What a terminal that shows the file would obey, or show in another order. */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cntrl}\u0080-\u009f&&[^\\t\\r\\n]]|\\p{Cf}|[\u2028\u2029]");

  @Override
  public <R> void write(Table<R> table, OutputStream stream) throws IOException {
    Writer out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    out.write(line(table.columns(), Column::name));
    try {
      table
          .rows()
          .accept(
              row -> {
                try {
                  out.write(line(table.columns(), column -> cell(column.value().apply(row))));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    out.flush();
  }

  private static <R> String line(List<Column<R>> columns, Function<Column<R>, String> cell) {
    StringBuilder line = new StringBuilder();
    String between = "";
    for (Column<R> column : columns) {
      line.append(between).append(quoted(cell.apply(column)));
      between = ",";
    }
    return line.append("\r\n").toString();
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
    if (value instanceof float[]) {
      throw new IllegalArgumentException("a cell of CSV holds no vector");
    }
    String given = value.toString();
    if (isPlain(given)) {
      return given;
    }
    String text = CONTROL.matcher(given).replaceAll("\uFFFD");
    return FORMULA.matcher(text).find() ? "'" + text : text;
  }

  /** Whether it is letters and digits of ASCII and nothing else, as most cells are. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
        return false;
      }
    }
    return true;
  }

  private static String quoted(String cell) {
    for (int i = 0; i < cell.length(); i++) {
      if (",\"\r\n".indexOf(cell.charAt(i)) >= 0) {
        return '"' + cell.replace("\"", "\"\"") + '"';
      }
    }
    return cell;
  }
}
