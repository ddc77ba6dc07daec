package io.entroscope.core.ablate;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.PlanException;
import io.entroscope.core.ablate.OutputForm.Meaning;
import io.entroscope.core.ablate.OutputForm.Places;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.ort.Device;
import io.entroscope.core.ort.HeldTensors;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.plan.ModelInput;
import io.entroscope.core.plan.PredictionReader;
import io.entroscope.core.plan.TokenMask;
import io.entroscope.data.DataSet;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.ModelOutput;
import io.entroscope.onnx.observe.ExposeTensors;
import io.entroscope.setting.Setting;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** Makes {@link OutputPlan}s: runs the model on a few examples and looks at what comes out. */
final class OutputPlanner {
  private static final int FEW = 2;
  private static final int MORE = 3;
  private static final double SUM_ERROR = 1e-3;
  private static final float SAME = 1e-4f;

  private final OnnxModel model;
  private final DataSet data;
  private final AnalysisOptions options;
  private final boolean labelled;
  private final ModelOutput output;

  OutputPlanner(OnnxModel model, DataSet data, AnalysisOptions options, boolean labelled) {
    this.model = model;
    this.data = data;
    this.options = options;
    this.labelled = labelled;
    int classes = labelled ? data.classNames().size() : 0;
    this.output =
        options
            .output()
            .map(name -> ModelOutput.find(model, name, classes))
            .orElseGet(() -> ModelOutput.find(model, classes));
  }

  OutputPlan plan() {
    OnnxModel exposed = new ExposeTensors(Set.of(output.tensor())).apply(model);
    try (OrtEngine engine = OrtEngine.open(exposed, Device.CPU, Optimization.NONE)) {
      ModelInput input = ModelInput.of(engine.inputs(), model, data, options);
      int[] positions = options.selection().positions(data);
      BatchPlan batches = BatchPlan.of(positions, input.batch(options));
      OutputForm form = form(engine, input);
      OptionalInt outputs = outputs(form);
      if (outputs.isPresent()
          && form.meaning() != Meaning.LABELS
          && data.fitLabels(outputs.getAsInt())) {
        return new OutputPlanner(model, data, options, labelled).plan();
      }
      outputs.ifPresent(count -> data.requireLabelsBelow(positions, count));
      Optional<TokenMask> mask = TokenMask.of(input, options);
      return new OutputPlan(
          model, input, options, form, mask, tokens(engine, input, form, mask), labelled, batches);
    }
  }

  /** How many classes it tells apart; empty where labels are none of its outputs. */
  private OptionalInt outputs(OutputForm form) {
    if (!labelled || form.places() != Places.WHOLE || form.meaning() == Meaning.VECTORS) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        switch (form.meaning()) {
          case LOGIT, PROBABILITY -> 2;
          case LABELS -> data.classNames().size();
          default -> form.columns();
        });
  }

  private OutputForm form(OrtEngine engine, ModelInput input) {
    int fixed = input.fixedBatch();
    Trial few = trial(engine, input, fixed > 0 ? fixed : FEW);
    Trial more = fixed > 0 ? few : trial(engine, input, MORE);
    List<Long> shape = few.shape();
    List<Long> other = more.shape();
    boolean ofExamples =
        !shape.isEmpty()
            && shape.get(0) == few.rows()
            && other.get(0) == more.rows()
            && shape.subList(1, shape.size()).equals(other.subList(1, other.size()));
    if (!ofExamples || shape.size() > 4 || shape.contains(0L)) {
      throw new PlanException(
          "the model's output '"
              + output.tensor()
              + "' has shape "
              + shape
              + ", neither scores nor a vector for each example; choose another with "
              + Setting.OUTPUT
              + " NAME");
    }
    List<Long> row = shape.subList(1, shape.size());
    Places places =
        row.stream().skip(1).allMatch(size -> size == 1)
            ? Places.WHOLE
            : row.size() == 2 ? Places.TOKENS : Places.MAP;
    OutputForm form = new OutputForm(output.tensor(), meaning(), places, row, List.of());
    if (form.meaning() != Meaning.SCORES) {
      return form;
    }
    Meaning meaning = isDistribution(form, few.numbers()) ? Meaning.PROBABILITIES : Meaning.SCORES;
    int[] classes =
        PredictionReader.classOfColumn(output.labels(), data.classNames(), form.columns());
    return new OutputForm(
        output.tensor(), meaning, places, row, IntStream.of(classes).boxed().toList());
  }

  private Meaning meaning() {
    return switch (output.kind()) {
      case SCORES -> Meaning.SCORES;
      case PROBABILITY -> Meaning.PROBABILITY;
      case LOGIT -> Meaning.LOGIT;
      case LABELS -> Meaning.LABELS;
      case VECTORS -> Meaning.VECTORS;
    };
  }

  /** Whether the numbers of each place are not negative and have the sum 1. */
  private static boolean isDistribution(OutputForm form, float[] numbers) {
    for (int example = 0; example < numbers.length / form.numbers(); example++) {
      for (int row = 0; row < form.rows(); row++) {
        double sum = 0;
        for (int column = 0; column < form.columns(); column++) {
          float value = numbers[form.start(example, row) + column * form.step()];
          if (!(value >= 0)) {
            return false;
          }
          sum += value;
        }
        if (Math.abs(sum - 1) > SUM_ERROR) {
          return false;
        }
      }
    }
    return form.columns() > 1;
  }

  /**
   * What the model gave for a few examples.
   *
   * @param rows how many
   * @param shape of the output
   * @param numbers in it; none if it holds no real ones
   */
  private record Trial(int rows, List<Long> shape, float[] numbers) {}

  private Trial trial(OrtEngine engine, ModelInput input, int rows) {
    return run(engine, input, rows, input.trial(rows));
  }

  private Trial run(OrtEngine engine, ModelInput input, int rows, List<ByteBuffer> examples) {
    try (HeldTensors.Inputs inputs = new HeldTensors.Inputs(input.feed(rows));
        HeldTensors held = inputs.of(examples, 0, rows)) {
      held.run(engine, inputs.names(), Set.of(output.tensor()));
      boolean real = held.info(output.tensor()).type().isFloating();
      return new Trial(
          rows,
          held.info(output.tensor()).shape(),
          real ? held.floats(output.tensor()) : new float[0]);
    } catch (AnalysisException e) {
      throw new PlanException(
          "the model does not run on these examples: " + e.getMessage() + "; do they belong to it?",
          e);
    }
  }

  /**
   * The input of token ids, if the output predicts the next of them: it has a score for each id,
   * and what it gives for a token does not depend on those behind it.
   */
  private Optional<String> tokens(
      OrtEngine engine, ModelInput input, OutputForm form, Optional<TokenMask> mask) {
    if (!(input instanceof ModelInput.Arrays arrays)
        || form.places() != Places.TOKENS
        || !form.meaning().isDistribution()) {
      return Optional.empty();
    }
    List<String> ids =
        arrays.fed().stream()
            .filter(of -> of.tensor().type() == ElementType.INT64)
            .filter(of -> of.shape().equals(List.of(form.rows())))
            .map(of -> of.tensor().name())
            .filter(name -> !mask.map(TokenMask::input).equals(Optional.of(name)))
            .toList();
    Optional<String> found =
        ids.stream()
            .filter("input_ids"::equals)
            .findFirst()
            .or(() -> ids.size() == 1 ? Optional.of(ids.get(0)) : Optional.empty());
    return found.filter(name -> predictsNext(engine, arrays, form, name));
  }

  private boolean predictsNext(
      OrtEngine engine, ModelInput.Arrays arrays, OutputForm form, String ids) {
    int rows = Math.max(1, arrays.fixedBatch());
    List<ByteBuffer> examples = arrays.trial(rows);
    int index = arrays.tensors().stream().map(of -> of.name()).toList().indexOf(ids);
    ByteBuffer tokens = examples.get(index);
    for (int i = 0; i < form.rows(); i++) {
      long id = tokens.getLong(i * Long.BYTES);
      if (id < 0 || id >= form.columns()) {
        return false;
      }
    }
    float[] before = run(engine, arrays, rows, examples).numbers();
    int half = form.rows() / 2;
    for (int i = half; i < form.rows(); i++) {
      long id = tokens.getLong(i * Long.BYTES);
      tokens.putLong(i * Long.BYTES, id > 0 ? id - 1 : id + 1);
    }
    float[] after = run(engine, arrays, rows, examples).numbers();
    int numbers = form.columns() * half;
    float scale = 0;
    for (int i = 0; i < numbers; i++) {
      scale = Math.max(scale, Math.abs(before[i]));
    }
    boolean causal = true;
    for (int i = 0; i < numbers; i++) {
      causal &= Math.abs(before[i] - after[i]) <= SAME * scale;
    }
    return causal && half > 0 && !Arrays.equals(before, after);
  }
}
