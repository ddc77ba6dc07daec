package io.entroscope.data.format.table;

import io.entroscope.data.DataException;
import io.entroscope.data.image.ImageShape;
import io.entroscope.files.Reasons;
import io.entroscope.setting.Limit;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The images of a table: a label and the values 0…255 of a square grey image on each line, below a
 * line of names or, with the label first, without one.
 *
 * @param shape [1, S, S]
 * @param values of all images, [N, 1, S, S]
 * @param labels of the images; empty where the table has none
 */
record PixelRows(ImageShape shape, byte[] values, byte[] labels) {
  private static final int MOST_CLASSES = 256;

  /**
   * Reads a table.
   *
   * @param mayLackLabels whether it need not have any
   * @throws DataException if it has no labels, its images are not square, or a value is none
   */
  static PixelRows read(Path file, boolean mayLackLabels) {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      return new Parser(file, in, mayLackLabels).read();
    } catch (MalformedInputException e) {
      throw new DataException(file + " is not a text file in UTF-8; save it as such", e);
    } catch (IOException e) {
      throw new DataException("cannot read " + file + ": " + Reasons.ofReading(e), e);
    }
  }

  /** Reads number by number; the lines of large tables are no strings. */
  private static final class Parser {
    private static final int LARGEST = 1 << 30;

    private final Path file;
    private final BufferedReader in;
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private final ByteArrayOutputStream labels = new ByteArrayOutputStream();
    private final boolean mayLackLabels;
    private long line = 1;

    Parser(Path file, BufferedReader in, boolean mayLackLabels) {
      this.file = file;
      this.in = in;
      this.mayLackLabels = mayLackLabels;
    }

    PixelRows read() throws IOException {
      String head = in.readLine();
      int columns = head.split(",", -1).length;
      boolean isUnnamed = PixelTables.isRow(head);
      int label = isUnnamed ? unnamedLabel(columns) : label(names(head));
      int side = side(label < 0 ? columns : columns - 1);
      if (isUnnamed) {
        rows(new StringReader(head), columns, label);
      } else {
        line++;
      }
      rows(in, columns, label);
      if (values.size() == 0) {
        throw new DataException(file + " holds names of columns alone; give images below them");
      }
      return new PixelRows(
          new ImageShape(1, side, side), values.toByteArray(), labels.toByteArray());
    }

    private static List<String> names(String head) {
      return Stream.of(head.split(",", -1)).map(name -> name.strip().replace("\"", "")).toList();
    }

    /** The first column, unless without it no square were left; −1: none. */
    private int unnamedLabel(int columns) {
      int side = PixelTables.side(columns - 1);
      boolean labelled = side * side == columns - 1;
      if (!labelled && !mayLackLabels) {
        throw noLabels();
      }
      return labelled ? 0 : -1;
    }

    private DataException noLabels() {
      return new DataException(
          file
              + " has pixels but no labels (as Kaggle's test.csv); take train.csv, whose first"
              + " column is 'label'");
    }

    private int label(List<String> names) {
      List<String> others = names.stream().filter(name -> !PixelTables.isPixel(name)).toList();
      if (others.isEmpty() && mayLackLabels) {
        return -1;
      }
      if (others.isEmpty()) {
        throw noLabels();
      }
      String other = others.get(0).toLowerCase(Locale.ROOT);
      if (others.size() != 1 || !List.of("label", "labels", "class", "y").contains(other)) {
        throw new DataException(
            file
                + " has other columns beside its pixels than one 'label'; leave '"
                + others.get(others.size() - 1)
                + "' out");
      }
      return names.indexOf(others.get(0));
    }

    private int side(int pixels) {
      int side = PixelTables.side(pixels);
      if (side * side != pixels) {
        throw new DataException(
            file + " has " + pixels + " pixels a row, which make no square image; mend it");
      }
      return side;
    }

    private void rows(Reader from, int columns, int label) throws IOException {
      for (int next = skipBlank(from); next >= 0; next = skipBlank(from)) {
        row(from, next, columns, label);
        line++;
      }
    }

    private void row(Reader from, int first, int columns, int label) throws IOException {
      int next = first;
      for (int column = 0; column < columns; column++) {
        int value = 0;
        int digits = 0;
        while (next >= '0' && next <= '9' && digits < 4) {
          value = 10 * value + next - '0';
          digits++;
          next = from.read();
        }
        boolean ends = next < 0 || next == '\n' || next == '\r';
        boolean last = column == columns - 1;
        if (digits == 0 || value >= MOST_CLASSES || (last ? !ends : next != ',')) {
          throw new DataException(
              "line "
                  + line
                  + " of "
                  + file
                  + " has in column "
                  + (column + 1)
                  + " of "
                  + columns
                  + " no whole number from 0 to 255, or another number of columns; mend it, or"
                  + " download it again");
        }
        (column == label ? labels : values).write(value);
        next = last ? next : from.read();
      }
      if (values.size() > LARGEST || Limit.ENTRIES.isExceededBy(line)) {
        throw new DataException(file + " holds more than 1 GiB of pixels; divide it");
      }
    }

    private static int skipBlank(Reader from) throws IOException {
      int next = from.read();
      while (next == '\n' || next == '\r') {
        next = from.read();
      }
      return next;
    }
  }
}
