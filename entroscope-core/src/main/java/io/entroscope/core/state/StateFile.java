package io.entroscope.core.state;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisRequest;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.plan.Fingerprint;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import io.entroscope.files.WholeFile;
import io.entroscope.setting.Setting;
import io.entroscope.stats.CanonicalMerge.Node;
import io.entroscope.stats.LayerCounts;
import io.entroscope.stats.LayerSamples;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * A part of an analysis as a file: what was asked, the hashes that say which analysis it belongs
 * to, and the state, compressed and with a check sum. Numbers are kept bit for bit.
 */
public final class StateFile {
  /** The version of the form; others are refused. */
  static final String SCHEMA = "entroscope/state/5";

  private StateFile() {}

  /**
   * The analysis that a state is part of.
   *
   * @param model the path of the model as it was given
   * @param data the path of the data as it was given
   * @param request what was asked
   */
  public record Origin(String model, String data, AnalysisRequest request) {
    static Origin of(AnalysisPlan plan) {
      return new Origin(
          plan.model().path().map(Path::toString).orElse(""),
          plan.data().path().toString(),
          plan.request());
    }
  }

  /**
   * Writes a part, whole or not at all.
   *
   * @throws PlanException if the file cannot be written
   */
  public static void write(Path file, AnalysisPlan plan, PartialState state) {
    try {
      WholeFile.write(
          file,
          stream -> {
            DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(stream)));
            writeHead(out, Origin.of(plan), Fingerprint.of(plan));
            writeState(out, state);
            out.close();
          });
    } catch (IOException e) {
      throw new PlanException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** A part as bytes that need no head, since sender and receiver have the same plan. */
  public static byte[] pack(PartialState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new QuickGzip(bytes)))) {
      writeState(out, state);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /** Fractions hardly pack: trying harder takes seven times as long to save a few per cent. */
  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /**
   * The part of a plan that {@link #pack} made bytes of.
   *
   * @throws AnalysisException if the bytes are no such part
   */
  public static PartialState unpack(byte[] bytes, AnalysisPlan plan) {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes))))) {
      return readState(in, plan);
    } catch (IOException e) {
      throw new AnalysisException("a part of the analysis arrived damaged: " + e.getMessage(), e);
    }
  }

  private static void writeHead(DataOutputStream out, Origin origin, Fingerprint of)
      throws IOException {
    out.writeUTF(SCHEMA);
    writeText(out, origin.model());
    writeText(out, origin.data());
    writeText(out, origin.request().json().toString());
    out.writeUTF(of.model());
    out.writeUTF(of.data());
    out.writeUTF(of.settings());
    out.writeUTF(of.tool());
  }

  /** Of any length, which {@code writeUTF} is not for. */
  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(Math.max(0, length));
    if (bytes.length != length) {
      throw new EOFException();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void writeState(DataOutputStream out, PartialState state) throws IOException {
    out.writeLong(state.skipped());
    // In a fixed order, so that the same part gives the same bytes.
    Map<Long, Node> nodes = new TreeMap<>();
    state.sums().keySet().forEach(node -> nodes.put((long) node.index() << node.level(), node));
    out.writeInt(nodes.size());
    for (Node node : nodes.values()) {
      out.writeInt(node.level());
      out.writeInt(node.index());
      OrderedSums sums = state.sums().get(node);
      if (sums != null) {
        sums.writeTo(out);
      }
    }
    ExactCounts counts = state.counts();
    for (LayerCounts layer : counts.layers()) {
      layer.writeTo(out);
    }
    for (LayerSamples layer : counts.samples()) {
      layer.writeTo(out);
    }
    for (long[] row : counts.confusion()) {
      for (long images : row) {
        out.writeLong(images);
      }
    }
    for (int prediction : counts.samplePredictions()) {
      out.writeInt(prediction);
    }
    counts.images().writeTo(out);
  }

  /**
   * The analysis that a part is of.
   *
   * @throws PlanException if the file is not a whole state of this version
   */
  public static Origin origin(Path file) {
    return read(file, in -> readOrigin(in, file));
  }

  /**
   * Reads a part of a plan.
   *
   * @throws PlanException if the file is not a whole state of this version, or not of this plan
   */
  public static PartialState read(Path file, AnalysisPlan plan) {
    return read(
        file,
        in -> {
          readOrigin(in, file);
          new Fingerprint(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF())
              .require(Fingerprint.of(plan), file.toString());
          PartialState state = readState(in, plan);
          if (in.read() >= 0) {
            throw new IOException("there is more in it than a state");
          }
          return state;
        });
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  private static <T> T read(Path file, Reading<T> reading) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(new GZIPInputStream(Inputs.stream(file))))) {
      return reading.from(in);
    } catch (NoSuchFileException e) {
      throw new PlanException("no state at " + file + "; check the path", e);
    } catch (ZipException | EOFException e) {
      throw new PlanException(
          file
              + " is no state of an analysis with "
              + Setting.SHARD
              + ", or not whole; write it again",
          e);
    } catch (IOException e) {
      if (Files.isDirectory(file)) {
        throw new PlanException(file + " is a folder; give the .state files in it", e);
      }
      throw new PlanException("cannot read the state " + file + ": " + Reasons.ofReading(e), e);
    }
  }

  private static Origin readOrigin(DataInputStream in, Path file) throws IOException {
    String schema = in.readUTF();
    if (!schema.equals(SCHEMA)) {
      throw new PlanException(
          file
              + (schema.startsWith("entroscope/state/")
                  ? " is a state of version " + schema + ", but this program reads " + SCHEMA
                  : " is no state of an analysis with " + Setting.SHARD)
              + "; write it again");
    }
    return new Origin(
        readText(in), readText(in), AnalysisRequest.parse(readText(in), file.toString()));
  }

  private static PartialState readState(DataInputStream in, AnalysisPlan plan) throws IOException {
    long skipped = in.readLong();
    Map<Node, OrderedSums> sums = new HashMap<>();
    int nodes = in.readInt();
    for (int i = 0; i < nodes; i++) {
      Node node = new Node(in.readInt(), in.readInt());
      sums.put(node, OrderedSums.readFrom(in, plan));
    }
    return new PartialState(sums, readCounts(in, plan), skipped);
  }

  private static ExactCounts readCounts(DataInputStream in, AnalysisPlan plan) throws IOException {
    ExactCounts zero = ExactCounts.zero(plan);
    List<LayerCounts> layers = new ArrayList<>();
    List<LayerSamples> samples = new ArrayList<>();
    for (Tap tap : plan.taps()) {
      layers.add(LayerCounts.readFrom(in, tap.units(), plan.labels().size(), plan.histograms()));
    }
    for (Tap tap : plan.taps()) {
      samples.add(LayerSamples.readFrom(in, tap.units()));
    }
    long[][] confusion = zero.confusion();
    for (long[] row : confusion) {
      for (int i = 0; i < row.length; i++) {
        row[i] = in.readLong();
      }
    }
    int[] predictions = zero.samplePredictions();
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = in.readInt();
    }
    return new ExactCounts(layers, samples, confusion, predictions, ImageRows.readFrom(in, plan));
  }
}
