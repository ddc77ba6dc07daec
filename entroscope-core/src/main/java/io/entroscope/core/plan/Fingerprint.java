package io.entroscope.core.plan;

import io.entroscope.core.PlanException;
import io.entroscope.core.option.Tool;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.data.DataSet;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.onnx.observe.TapPoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What two states must have in common to be parts of one analysis, as hashes. The content of data
 * is not read for it; their number, names, labels and division into batches are.
 *
 * @param model of the model's bytes
 * @param data of the images and their division
 * @param settings of everything that was asked for
 * @param tool this program's version, and Java's architecture
 */
public record Fingerprint(String model, String data, String settings, String tool) {
  public static Fingerprint of(AnalysisPlan plan) {
    return new Fingerprint(
        plan.model().sha256(),
        data(plan.data(), plan.batches()),
        hash(settings(plan).toString()),
        Tool.INFO.version() + " " + System.getProperty("os.arch"));
  }

  static String withoutData(AnalysisPlan plan) {
    return hash(plan.model().sha256() + settings(plan) + Tool.INFO + System.getProperty("os.arch"));
  }

  /**
   * Checks that a state belongs to a plan.
   *
   * @param from what a message calls the state
   * @throws PlanException if it does not
   */
  public void require(Fingerprint plan, String from) {
    require(model.equals(plan.model), from, "another model");
    require(data.equals(plan.data), from, "other images");
    require(settings.equals(plan.settings), from, "other settings");
    require(tool.equals(plan.tool), from, "another version of this program");
  }

  private static void require(boolean same, String from, String what) {
    if (!same) {
      throw new PlanException(
          from
              + " was made with "
              + what
              + " than the analysis it should be part of; give states of one analysis");
    }
  }

  private static String data(DataSet data, BatchPlan batches) {
    MessageDigest digest = sha256();
    digest.update(utf8(data.format().id() + data.split().id() + data.form() + data.classNames()));
    for (int position = 0; position < data.size(); position++) {
      digest.update(utf8(data.name(position).orElse("")));
      digest.update(ints(data.label(position)));
    }
    for (int batch = 0; batch < batches.batches(); batch++) {
      digest.update(ints(batches.positions(batch)));
    }
    digest.update(ints(batches.batchSize(), batches.segmentBatches()));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Object> settings(AnalysisPlan plan) {
    List<Object> settings = new ArrayList<>();
    for (Tap tap : plan.taps()) {
      TapPoint point = tap.outputs().point();
      settings.add(point.layer().node());
      settings.add(List.of(point.tensor(), point.position(), point.reduction(), tap.units()));
    }
    settings.add(plan.request().json());
    settings.addAll(input(plan.input()));
    plan.predictions().ifPresent(settings::add);
    settings.add(plan.histograms());
    return settings;
  }

  private static List<Object> input(ModelInput input) {
    if (input instanceof ModelInput.Images images) {
      return List.of(
          images.preprocessing(), images.preprocessingSource(), images.shape(), images.tensor());
    }
    ModelInput.Arrays arrays = (ModelInput.Arrays) input;
    return List.of(arrays.fed(), arrays.mask());
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(sha256().digest(utf8(text)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.asIntBuffer().put(values);
    return bytes.array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
