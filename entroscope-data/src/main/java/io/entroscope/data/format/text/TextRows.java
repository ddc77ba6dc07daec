package io.entroscope.data.format.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.data.DataException;
import io.entroscope.data.format.internal.Marks;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import io.entroscope.setting.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file of texts, each as cells.
 *
 * @param file where they lie
 * @param names of the cells; of a table, the cells of its first row, which may be data
 * @param cells of each row, null where a row lacks one
 * @param lines where each row begins, from 1
 * @param named whether the file names cells in every row, so that {@code names} are no data
 * @param isParquet whether it is a table of rows from 0, rather than lines
 */
record TextRows(
    Path file,
    List<String> names,
    List<@Nullable String[]> cells,
    List<Long> lines,
    boolean named,
    boolean isParquet) {
  private static final int MOST_FIELDS = 1000;

  /** What Commons CSV says of a mark that is never closed. */
  private static final Pattern UNCLOSED =
      Pattern.compile("\\(startline (\\d+)\\) EOF reached before encapsulated token finished");

  /**
   * Reads a file, as its ending says: .tsv, .csv, .jsonl, or .json with one list of objects. What
   * lies in an object within an object is called {@code outer.inner}.
   *
   * @throws DataException if it is no such file in UTF-8, or a text is beyond the limit
   */
  static TextRows read(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    try (RowReader reader = new RowReader(file, open(file))) {
      TextRows rows =
          name.endsWith("jsonl") || name.endsWith("json")
              ? objects(file, reader)
              : table(file, reader, name.endsWith(".tsv"));
      if (rows.cells().isEmpty()) {
        throw new DataException(file + " holds no texts; give a file with a text on each line");
      }
      return rows;
    } catch (UncheckedIOException e) {
      throw unreadable(file, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static DataException unreadable(Path file, IOException e) {
    if (e instanceof CharacterCodingException) {
      return new DataException(file + " is not a text file in UTF-8; save it as such", e);
    }
    String reason = Reasons.ofReading(e).lines().findFirst().orElse("");
    Matcher unclosed = UNCLOSED.matcher(reason);
    return new DataException(
        unclosed.find()
            ? "line "
                + unclosed.group(1)
                + " of "
                + file
                + " opens a quotation mark that is never closed; close it, or double the marks"
                + " within a text"
            : "cannot read " + file + ": " + reason,
        e);
  }

  private static Reader open(Path file) throws IOException {
    InputStream in = Inputs.stream(file);
    return new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
  }

  private static TextRows table(Path file, RowReader reader, boolean tabs) throws IOException {
    char delimiter = tabs ? '\t' : reader.delimiter();
    CSVFormat.Builder format =
        CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setIgnoreEmptyLines(true);
    // In tables with tabs a quotation mark is one, as it is in most of those that are published.
    CSVParser parser =
        CSVParser.builder()
            .setReader(reader)
            .setFormat(tabs ? format.setQuote(null).get() : format.get())
            .get();
    List<@Nullable String[]> cells = new ArrayList<>();
    List<Long> lines = new ArrayList<>();
    long before = 0;
    for (CSVRecord record : parser) {
      reader.rowEnds();
      @Nullable String[] row = record.values();
      if (tabs) {
        unquote(row);
      }
      cells.add(row);
      lines.add(before + 1);
      before = parser.getCurrentLineNumber();
    }
    if (cells.isEmpty()) {
      return new TextRows(file, List.of(), List.of(), List.of(), false, false);
    }
    List<String> names = new ArrayList<>();
    for (String cell : cells.get(0)) {
      names.add(cell == null ? "" : cell.strip());
    }
    return new TextRows(file, names, cells, lines, false, false);
  }

  /** A cell that was quoted for what it holds, as pandas does, is what is between the marks. */
  private static void unquote(@Nullable String[] row) {
    for (int i = 0; i < row.length; i++) {
      String cell = row[i];
      if (cell != null && cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"")) {
        String inner = cell.substring(1, cell.length() - 1).replace("\"\"", "\u0000");
        if (inner.indexOf('"') < 0 && inner.indexOf('\u0000') >= 0) {
          row[i] = inner.replace('\u0000', '"');
        }
      }
    }
  }

  private static TextRows objects(Path file, RowReader reader) throws IOException {
    JsonMapper mapper = JsonMapper.builder().build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength((int) Limit.TEXT.value())
                .maxNestingDepth((int) Limit.FOLDERS.value())
                .build());
    Map<String, Integer> columns = new LinkedHashMap<>();
    List<@Nullable String[]> cells = new ArrayList<>();
    List<Long> lines = new ArrayList<>();
    try (MappingIterator<JsonNode> rows = mapper.readerFor(JsonNode.class).readValues(reader)) {
      while (rows.hasNextValue()) {
        lines.add((long) rows.getCurrentLocation().getLineNr());
        JsonNode row = rows.nextValue();
        reader.rowEnds();
        if (!row.isObject()) {
          throw new DataException(
              "line "
                  + lines.get(cells.size())
                  + " of "
                  + file
                  + " is no JSON object; give each text one");
        }
        cells.add(cells(row, columns));
        if (columns.size() > MOST_FIELDS) {
          throw new DataException(
              file
                  + " has more than "
                  + MOST_FIELDS
                  + " different fields; give texts and labels alone");
        }
      }
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? lines.size() + 1L : e.getLocation().getLineNr();
      throw new DataException(
          "line "
              + line
              + " of "
              + file
              + " is no JSON ("
              + e.getOriginalMessage().lines().findFirst().orElse("")
              + "); give each text an object on a line of its own",
          e);
    }
    return new TextRows(file, List.copyOf(columns.keySet()), cells, lines, true, false);
  }

  private static @Nullable String[] cells(JsonNode row, Map<String, Integer> columns) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    flatten(row, "", values);
    values.keySet().forEach(name -> columns.putIfAbsent(name, columns.size()));
    @Nullable String[] cells = new @Nullable String[columns.size()];
    values.forEach(
        (name, value) -> {
          if (value.isValueNode() && !value.isNull()) {
            cells[Objects.requireNonNull(columns.get(name))] = value.asText();
          }
        });
    return cells;
  }

  private static void flatten(JsonNode object, String prefix, Map<String, JsonNode> into) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = prefix + field.getKey();
      if (field.getValue().isObject()) {
        flatten(field.getValue(), name + ".", into);
      } else {
        into.put(name, field.getValue());
      }
    }
  }

  /** Where a row is, for messages. */
  String where(int row) {
    return (isParquet ? "row " : "line ") + lines.get(row) + " of " + file;
  }

  /** A file's characters, with a limit on those of one row. */
  private static final class RowReader extends Reader {
    /** How far a parser may have read beyond the row that it gives. */
    private static final int AHEAD = 1 << 17;

    /** How many cells as long as can be one row may have. */
    private static final int CELLS = 4;

    private final Path file;
    private final Reader from;
    private final PushbackReader start;
    private long inRow;

    RowReader(Path file, Reader from) throws IOException {
      this.file = file;
      this.from = from;
      this.start = new PushbackReader(from, 1 << 16);
      int first = start.read();
      if (first >= 0 && first != Marks.BYTE_ORDER_MARK) {
        start.unread(first);
      }
    }

    /** The first of comma, semicolon and tab that the first line has; a comma where it has none. */
    char delimiter() throws IOException {
      char[] head = new char[1 << 15];
      int length = 0;
      for (int n = start.read(head); n > 0 && length < head.length; ) {
        length += n;
        n = length < head.length ? start.read(head, length, head.length - length) : 0;
      }
      start.unread(head, 0, length);
      String line = new String(head, 0, length).lines().findFirst().orElse("");
      for (char delimiter : new char[] {',', ';', '\t'}) {
        if (line.indexOf(delimiter) >= 0) {
          return delimiter;
        }
      }
      return ',';
    }

    void rowEnds() {
      inRow = 0;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
      int n = start.read(into, offset, length);
      inRow += Math.max(0, n);
      if (inRow > CELLS * Limit.TEXT.value() + AHEAD) {
        throw new DataException(
            "a row of "
                + file
                + " has more than "
                + CELLS * Limit.TEXT.value()
                + " characters, perhaps after a quotation mark that nothing closes; "
                + Limit.TEXT.hint());
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      from.close();
    }
  }
}
