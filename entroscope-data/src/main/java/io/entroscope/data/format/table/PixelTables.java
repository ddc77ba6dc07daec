package io.entroscope.data.format.table;

import io.entroscope.data.DataException;
import io.entroscope.data.Split;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds tables of pixels, and which split each is. */
public final class PixelTables {
  /** Far more than the names of the columns of 224 x 224 pixels take. */
  private static final int LONGEST_HEAD = 1 << 20;

  /** A row of so few numbers is rather one of a table of features. */
  private static final int FEWEST_PIXELS = 64;

  private static final Pattern PIXEL =
      Pattern.compile("\"?(pixel[_ ]?\\d+|\\d+x\\d+)\"?", Pattern.CASE_INSENSITIVE);

  private static final Pattern VALUE = Pattern.compile("[01]?\\d?\\d|2[0-4]\\d|25[0-5]");

  private PixelTables() {}

  /**
   * A table.
   *
   * @param file where it is
   * @param split what it is
   */
  record Found(Path file, Split split) {}

  /**
   * Whether a file is a .csv whose first line names pixels, {@code label,pixel0,pixel1,…}, or is
   * one of their values.
   */
  public static boolean isTable(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".csv")
        && Files.isRegularFile(file)
        && head(file).filter(head -> namesPixels(head) || isRow(head)).isPresent();
  }

  private static boolean namesPixels(String head) {
    return Stream.of(head.split(",", -1)).filter(PixelTables::isPixel).limit(2).count() == 2;
  }

  /**
   * Whether a line is of the values of a square image, 0…255, and perhaps of a label before them.
   */
  static boolean isRow(String line) {
    String[] cells = line.split(",", -1);
    boolean square = isSquare(cells.length) || isSquare(cells.length - 1);
    return square && Stream.of(cells).allMatch(cell -> VALUE.matcher(cell.strip()).matches());
  }

  private static boolean isSquare(int pixels) {
    int side = side(pixels);
    return pixels >= FEWEST_PIXELS && side * side == pixels;
  }

  /** The side of the square that comes nearest. */
  static int side(int pixels) {
    return (int) Math.round(Math.sqrt(pixels));
  }

  /** Whether a column has this name as one of a pixel. */
  static boolean isPixel(String name) {
    return PIXEL.matcher(name.strip()).matches();
  }

  private static Optional<String> head(Path file) {
    try (InputStream in = Inputs.stream(file);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    new ByteArrayInputStream(in.readNBytes(LONGEST_HEAD)),
                    StandardCharsets.ISO_8859_1))) {
      return Optional.ofNullable(reader.readLine());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Finds a split's table.
   *
   * @param path a table, or a folder of tables whose names say the split
   * @throws DataException if there is none
   */
  static Found find(Path path, Split wanted) {
    if (!Files.isDirectory(path)) {
      return new Found(path, splitOf(path).orElse(wanted));
    }
    List<Path> tables = tables(path);
    if (tables.size() == 1 && splitOf(tables.get(0)).isEmpty()) {
      return new Found(tables.get(0), wanted);
    }
    return tables.stream()
        .filter(file -> splitOf(file).equals(Optional.of(wanted)))
        .findFirst()
        .map(file -> new Found(file, wanted))
        .orElseThrow(
            () ->
                DataException.noSplit(
                    wanted,
                    path.toString(),
                    tables.stream()
                        .flatMap(file -> splitOf(file).stream())
                        .distinct()
                        .map(Split::id)
                        .collect(Collectors.joining(", "))));
  }

  private static Optional<Split> splitOf(Path file) {
    return Split.inFileName(file.getFileName().toString());
  }

  private static List<Path> tables(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(PixelTables::isTable).sorted().toList();
    } catch (IOException e) {
      throw new DataException("cannot list the folder " + folder + ": " + Reasons.ofReading(e), e);
    }
  }
}
