package io.entroscope.core.ablate;

import io.entroscope.core.Progress;
import io.entroscope.core.internal.BatchRuns;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.plan.ModelInput;
import io.entroscope.core.plan.Padding;
import io.entroscope.core.plan.TokenMask;
import io.entroscope.data.DataSet;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.onnx.OnnxModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What is needed to compare models by their outputs, known to fit together: what goes into them,
 * which output says what they do, and the examples.
 *
 * @param model the whole one
 * @param input where what goes into it comes from
 * @param options what was asked for
 * @param output what is compared
 * @param mask the input that says which tokens count, if the model has one
 * @param tokens the input of token ids, if the output predicts the next of them
 * @param labelled whether accuracies are wanted, where there are labels
 * @param batches the examples
 */
public record OutputPlan(
    OnnxModel model,
    ModelInput input,
    AnalysisOptions options,
    OutputForm output,
    Optional<TokenMask> mask,
    Optional<String> tokens,
    boolean labelled,
    BatchPlan batches) {
  /**
   * Plans.
   *
   * @param data labelled or not
   * @throws io.entroscope.core.PlanException if model and data do not fit, or the outputs cannot be
   *     compared
   * @throws io.entroscope.onnx.OnnxException if no output can be
   */
  public static OutputPlan of(OnnxModel model, DataSet data, AnalysisOptions options) {
    return of(model, data, options, data.isLabelled());
  }

  /**
   * The same.
   *
   * @param labelled whether the labels are looked at; if not, they may be wrong
   */
  public static OutputPlan of(
      OnnxModel model, DataSet data, AnalysisOptions options, boolean labelled) {
    return new OutputPlanner(model, data, options, labelled && data.isLabelled()).plan();
  }

  /** The examples; whoever opened them closes them. */
  public DataSet data() {
    return input.data();
  }

  /** Whether accuracies can be told. */
  public boolean hasAccuracy() {
    return labelled
        && output.places() == OutputForm.Places.WHOLE
        && output.meaning() != OutputForm.Meaning.VECTORS;
  }

  /** The input that says which places of the output count; empty: all do. */
  public Optional<String> outputMask() {
    return mask.filter(
            of -> output.places() == OutputForm.Places.TOKENS && of.tokens() == output.rows())
        .map(TokenMask::input);
  }

  /** What goes into the model, padding and all. */
  Feed feed() {
    return input.feed(batches.batchSize());
  }

  /** The same without padding, if a model that gives the output can be run so. */
  public Feed trimmed(Padding.Run run) {
    return Padding.without(feed(), input, mask, Set.of(output.tensor()), run);
  }

  /** The positions of the examples, increasing. */
  int[] positions() {
    return IntStream.range(0, batches.batches())
        .flatMap(batch -> IntStream.of(batches.positions(batch)))
        .toArray();
  }

  /** The same for some of the examples. */
  public OutputPlan on(int[] positions) {
    return new OutputPlan(
        model,
        input,
        options,
        output,
        mask,
        tokens,
        labelled,
        BatchPlan.of(positions, batches.batchSize()));
  }

  /** The same of a model with the same inputs and outputs. */
  public OutputPlan of(OnnxModel other) {
    return new OutputPlan(other, input, options, output, mask, tokens, labelled, batches);
  }

  /**
   * The same of a vector inside the models.
   *
   * @param tensor its name
   * @param size how many numbers it has for each example
   */
  public OutputPlan ofVector(String tensor, int size) {
    OutputForm form =
        new OutputForm(
            tensor,
            OutputForm.Meaning.VECTORS,
            OutputForm.Places.WHOLE,
            List.of((long) size),
            List.of());
    return new OutputPlan(model, input, options, form, mask, Optional.empty(), false, batches);
  }

  /** Runs through all examples with several threads; what comes of each batch, in order. */
  <T> List<T> each(Supplier<? extends BatchRuns.Worker<T>> workers, Progress progress) {
    int threads = options.threads();
    return BatchRuns.run(
        input.read(batches, 0, batches.batches(), new Ahead(threads, 2 * threads + 2)),
        batches.batches(),
        threads,
        workers,
        done -> progress.update(done, batches.images()));
  }
}
