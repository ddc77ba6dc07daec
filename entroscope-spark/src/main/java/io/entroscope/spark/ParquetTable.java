package io.entroscope.spark;

import static org.apache.spark.sql.functions.col;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.parquet.TableFiles;
import io.entroscope.data.format.slice.DataFacts;
import io.entroscope.data.format.slice.ImageSupply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Encoded images in Parquet tables, as the driver sees them: it keeps the labels of all rows, and
 * reads images only to learn their shape. Rows are numbered by file, then by their place in it.
 */
final class ParquetTable implements ImageSupply {
  private static final String FILE = "_metadata.file_path";
  private static final String ROW = "_metadata.row_index";
  private static final String BYTES = "bytes";
  private static final String PATH = "path";
  private static final int AHEAD = 16;

  private final Dataset<Row> table;
  private final TableColumns columns;
  private final TableLabels labels;
  private final Map<Integer, TableRow> kept = new HashMap<>();

  private ParquetTable(Dataset<Row> table, TableColumns columns, TableLabels labels) {
    this.table = table;
    this.columns = columns;
    this.labels = labels;
  }

  /**
   * Opens the tables that a specification means.
   *
   * @throws DataException if there are none, or they are not as they must be
   */
  static ImageDataSet open(SparkSession session, DataSpec spec, TableColumns columns) {
    if (spec.coarseLabels() || spec.transpose()) {
      throw new DataException(
          spec.path() + " holds tables, which --coarse and --transpose are not for");
    }
    List<Path> files = TableFiles.find(spec);
    Optional<List<String>> names =
        SparkFiles.classNames(
            files.get(0), columns.label(), session.sparkContext().hadoopConfiguration());
    String[] literal = files.stream().map(SparkFiles::literal).toArray(String[]::new);
    Dataset<Row> table =
        TableReading.of(spec.path().toString(), () -> session.read().parquet(literal));
    requireColumns(table.schema(), spec, columns);
    TableLabels labels =
        TableReading.of(
            spec.path().toString(),
            () ->
                TableLabels.read(
                    table.select(col(FILE), col(ROW), column(columns.label())), spec.path()));
    List<String> classes = names.orElseGet(() -> numbers(labels.highest() + 1));
    if (labels.highest() >= classes.size()) {
      throw new DataException(
          spec.path()
              + " has the label "
              + labels.highest()
              + ", but names only "
              + classes.size()
              + " classes; is '"
              + columns.label()
              + "' the right column? choose with --label-column");
    }
    DataFacts facts =
        new DataFacts(Format.PARQUET, spec.split(), classes, names.isPresent(), null, spec.read());
    return DataSets.supplied(spec.path(), facts, new ParquetTable(table, columns, labels));
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /** A column by its very name, whatever characters are in it. */
  private static Column column(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  private static void requireColumns(StructType schema, DataSpec spec, TableColumns columns) {
    require(schema, spec, columns.image(), "--image-column");
    require(schema, spec, columns.label(), "--label-column");
    DataType image = schema.apply(columns.image()).dataType();
    boolean struct =
        image instanceof StructType fields
            && Arrays.asList(fields.fieldNames()).contains(BYTES)
            && fields.apply(BYTES).dataType() instanceof BinaryType;
    if (!struct && !(image instanceof BinaryType)) {
      throw new DataException(
          "the column '"
              + columns.image()
              + "' of "
              + spec.path()
              + " is "
              + image.simpleString()
              + ", not encoded images (binary, or a struct with binary 'bytes'); choose another"
              + " with --image-column");
    }
    String label = schema.apply(columns.label()).dataType().typeName();
    if (!List.of("byte", "short", "integer", "long").contains(label)) {
      throw new DataException(
          "the column '"
              + columns.label()
              + "' of "
              + spec.path()
              + " is "
              + label
              + ", not whole numbers; choose another with --label-column");
    }
  }

  private static void require(StructType schema, DataSpec spec, String name, String option) {
    List<String> names = Arrays.asList(schema.fieldNames());
    if (!names.contains(name)) {
      throw new DataException(
          "no column '"
              + name
              + "' in "
              + spec.path()
              + "; it has "
              + String.join(", ", names)
              + ": choose with "
              + option);
    }
  }

  /** All rows: file, place in it, label, encoded image, the file that it was. */
  Dataset<Row> rows() {
    boolean struct = table.schema().apply(columns.image()).dataType() instanceof StructType;
    Column image = column(columns.image());
    boolean named =
        table.schema().apply(columns.image()).dataType() instanceof StructType fields
            && Arrays.asList(fields.fieldNames()).contains(PATH);
    return table.select(
        col(FILE),
        col(ROW),
        column(columns.label()),
        struct ? image.getField(BYTES) : image,
        named ? image.getField(PATH).cast("string") : functions.lit(null).cast("string"));
  }

  /** Where each file's rows start among all. */
  Map<String, Integer> starts() {
    return labels.starts();
  }

  /** Takes images that a run came by and that the result shows. */
  synchronized void keep(List<TableRow> rows) {
    rows.forEach(row -> kept.put(row.position(), row));
  }

  @Override
  public int size() {
    return labels.size();
  }

  @Override
  public int label(int position) {
    return labels.label(position);
  }

  @Override
  public synchronized Optional<String> name(int position) {
    TableRow row = kept.get(position);
    return row == null ? Optional.empty() : Optional.ofNullable(row.path());
  }

  @Override
  public synchronized String describe(int position) {
    return describe(labels.describe(position), name(position).orElse(null));
  }

  /** A row and the file that its image was, if that is known, for a message. */
  static String describe(String row, @org.jspecify.annotations.Nullable String path) {
    return path == null ? row : path + " (" + row + ")";
  }

  @Override
  public boolean concurrent() {
    return true;
  }

  @Override
  public synchronized byte[] read(int position) throws IOException {
    TableRow row = kept.get(position);
    if (row == null || row.bytes() == null) {
      keep(fetch(position));
      row = kept.get(position);
    }
    return TableRow.image(row);
  }

  /** A few rows from a position on, of one file. */
  private List<TableRow> fetch(int position) {
    String file = labels.file(position);
    int start = labels.start(position);
    int from = position - start;
    Dataset<Row> rows =
        rows()
            .filter(col(FILE).equalTo(file))
            .filter(col(ROW).geq(from).and(col(ROW).lt((long) from + AHEAD)));
    return TableReading.of(file, rows::collectAsList).stream()
        .map(row -> TableRow.of(row, start))
        .toList();
  }
}
