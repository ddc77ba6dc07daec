package io.entroscope.core.activation;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.PlanException;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.plan.PredictionReader;
import io.entroscope.core.run.SeenImages;
import io.entroscope.core.run.Witness;
import io.entroscope.files.NpzWriter;
import io.entroscope.files.Scratch;
import io.entroscope.onnx.layer.Position;
import io.entroscope.setting.Limit;
import io.entroscope.setting.Setting;
import io.entroscope.table.Column;
import io.entroscope.table.Table;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Keeps the activations of single images of a run in temporary files, and writes them to one .npz:
 *
 * <ul>
 *   <li>{@code activations/NAME} float32 [N, n] of each layer, after its activation function, and
 *       {@code preactivations/NAME} before it;
 *   <li>{@code entropies/NAME} float32 [N], the image entropy there in nats, and {@code
 *       preactivation_entropies/NAME};
 *   <li>{@code labels}, {@code predictions}, {@code positions} int64 [N]; {@code confidences},
 *       {@code margins} float32 [N];
 *   <li>{@code layers} [L] and {@code classes} [C], names as text.
 * </ul>
 *
 * <p>Images are in the order of their positions, so the bytes are the same for any number of
 * threads.
 */
public final class ActivationRecorder implements Witness, Closeable {
  private final AnalysisPlan plan;
  private final Scratch scratch;
  private final int[] taps;
  private final Map<String, RowFile> arrays = new LinkedHashMap<>();
  private final List<RowFile> activations = new ArrayList<>();
  private final List<RowFile> entropies = new ArrayList<>();
  private final ImageColumns columns;

  private ActivationRecorder(AnalysisPlan plan, int[] taps, int[] positions, Scratch scratch)
      throws IOException {
    this.plan = plan;
    this.taps = taps;
    this.scratch = scratch;
    this.columns = new ImageColumns(positions);
    KeyNames keys = new KeyNames();
    for (int t : taps) {
      Tap tap = plan.taps().get(t);
      boolean after = tap.outputs().point().position() == Position.OUTPUT;
      String name = keys.of(ActivationChoice.layer(tap));
      activations.add(array((after ? "activations/" : "preactivations/") + name, tap.units()));
      entropies.add(array((after ? "entropies/" : "preactivation_entropies/") + name, 1));
    }
  }

  private RowFile array(String key, int width) throws IOException {
    Path file = scratch.path().resolve("array-" + arrays.size());
    RowFile array = RowFile.create(file, width);
    arrays.put(key, array);
    return array;
  }

  /**
   * Starts without any image.
   *
   * @throws PlanException if a chosen layer is not observed, or it would be too much to write
   * @throws IOException if no temporary files can be made; the message says why
   */
  public static ActivationRecorder start(AnalysisPlan plan, ActivationChoice choice)
      throws IOException {
    int[] taps = choice.taps(plan);
    int[] positions = choice.positions(plan);
    long bytes = bytes(plan, taps, positions.length);
    if (Limit.ACTIVATIONS.isExceededBy(bytes)) {
      throw new PlanException(
          String.format(
              Locale.ROOT,
              "the activations of %,d images would take %,d bytes; choose fewer with %s or %s; %s",
              positions.length,
              bytes,
              Setting.ACTIVATION_LAYERS,
              Setting.ACTIVATIONS_PER_CLASS,
              Limit.ACTIVATIONS.hint()));
    }
    Scratch scratch = Scratch.make();
    try {
      requireRoom(scratch.path(), bytes, "set TMPDIR to another");
      return new ActivationRecorder(plan, taps, positions, scratch);
    } catch (IOException | RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  private static long bytes(AnalysisPlan plan, int[] taps, long images) {
    long units = Arrays.stream(taps).mapToLong(t -> plan.taps().get(t).units() + 1L).sum();
    return Math.multiplyExact(images * Float.BYTES, units) + images * ImageColumns.BYTES;
  }

  /** About how many bytes the file will have. */
  public long bytes() {
    return bytes(plan, taps, columns.planned());
  }

  /**
   * Checks that a folder's disk has room for the file.
   *
   * @throws PlanException if it has not
   */
  public void requireRoom(Path folder) throws IOException {
    requireRoom(folder, bytes(), "write to another");
  }

  private static void requireRoom(Path folder, long bytes, String cure) throws IOException {
    long room = Files.getFileStore(folder).getUsableSpace();
    if (bytes > room) {
      throw new PlanException(
          String.format(
              Locale.ROOT,
              "activations would take %,d MB, but %s has room for %,d; choose fewer with %s or %s,"
                  + " or %s",
              bytes >> 20,
              folder,
              room >> 20,
              Setting.ACTIVATION_LAYERS,
              Setting.ACTIVATIONS_PER_CLASS,
              cure));
    }
  }

  @Override
  public void see(SeenImages images) {
    int[] rows = columns.put(images);
    try {
      for (int t = 0; t < taps.length; t++) {
        int tap = taps[t];
        activations.get(t).write(rows, images.activations(tap), i -> images.offset(tap, i));
        float[] nats = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
          nats[i] = (float) images.entropy(tap, i);
        }
        entropies.get(t).write(rows, nats, i -> i);
      }
    } catch (IOException e) {
      throw new AnalysisException(
          "cannot keep activations in "
              + scratch.path()
              + ": "
              + e.getMessage()
              + "; set TMPDIR to a folder with room",
          e);
    }
  }

  /** Writes all that was seen, once the run is over. */
  public void writeTo(OutputStream npz) throws IOException {
    boolean[] seen = columns.seen();
    try (NpzWriter out = new NpzWriter(npz)) {
      columns.writeTo(
          out,
          plan.predictions().isPresent(),
          plan.predictions().filter(PredictionReader::hasConfidence).isPresent());
      List<String> layers =
          Arrays.stream(taps).mapToObj(t -> ActivationChoice.layer(plan.taps().get(t))).toList();
      out.texts("layers", List.copyOf(new LinkedHashSet<>(layers)));
      out.texts("classes", plan.data().classNames());
      for (Map.Entry<String, RowFile> array : arrays.entrySet()) {
        RowFile rows = array.getValue();
        long[] shape =
            array.getKey().contains("entropies/")
                ? new long[] {columns.count()}
                : new long[] {columns.count(), rows.width()};
        out.floats(array.getKey(), shape, to -> rows.copyTo(to, seen));
      }
    }
  }

  /**
   * All that was seen, once the run is over, as a table of an image a row, whose columns are called
   * as the arrays of the .npz are; {@code classes} is the name of the label. For as long as this is
   * open.
   */
  public Table<Integer> table() {
    boolean[] seen = columns.seen();
    List<Column<Integer>> all =
        new ArrayList<>(
            columns.of(
                plan.data().classNames(),
                plan.predictions().isPresent(),
                plan.predictions().filter(PredictionReader::hasConfidence).isPresent()));
    for (Map.Entry<String, RowFile> array : arrays.entrySet()) {
      RowFile rows = array.getValue();
      all.add(
          array.getKey().contains("entropies/")
              ? Column.real(array.getKey(), row -> read(rows, row)[0])
              : Column.vector(array.getKey(), row -> read(rows, row)));
    }
    return new Table<>(
        "activations",
        all,
        into -> IntStream.range(0, seen.length).filter(row -> seen[row]).forEach(into::accept));
  }

  private static float[] read(RowFile rows, int row) {
    try {
      return rows.read(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (RowFile array : arrays.values()) {
      array.close();
    }
    scratch.close();
  }
}
