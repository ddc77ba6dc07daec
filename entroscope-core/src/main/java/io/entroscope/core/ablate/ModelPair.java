package io.entroscope.core.ablate;

import io.entroscope.core.Progress;
import io.entroscope.core.ort.HeldTensors;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.data.batch.Batch;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.observe.ExposeTensors;
import java.util.Set;

/** Two models of the same inputs and outputs, such as one before and after an edit. */
public final class ModelPair {
  private ModelPair() {}

  /**
   * Compares a plan's model with another on all the plan's examples. The same bits for any number
   * of threads.
   *
   * @throws io.entroscope.core.AnalysisException if one of them fails
   * @throws io.entroscope.data.DataException if an example cannot be read
   */
  public static OutputComparison compare(OutputPlan plan, OnnxModel other, Progress progress) {
    try (OrtEngine first = open(plan, plan.model());
        OrtEngine second = open(plan, other)) {
      return BatchRuns.run(plan, () -> new Pair(plan, first, second), progress).stream()
          .reduce(OutputComparison.NONE, OutputComparison::merge);
    }
  }

  private static OrtEngine open(OutputPlan plan, OnnxModel model) {
    return OrtEngine.open(
        new ExposeTensors(Set.of(plan.output().tensor())).apply(model),
        plan.options().device(),
        Optimization.ALL);
  }

  private static final class Pair implements BatchRuns.Worker<OutputComparison> {
    private final OutputPlan plan;
    private final OrtEngine first;
    private final OrtEngine second;
    private final HeldTensors.Inputs inputs;

    private Pair(OutputPlan plan, OrtEngine first, OrtEngine second) {
      this.plan = plan;
      this.first = first;
      this.second = second;
      this.inputs = new HeldTensors.Inputs(plan.input().feed(plan.batches().batchSize()));
    }

    @Override
    public OutputComparison run(Batch batch) {
      OutputComparer comparer = new OutputComparer(plan.output());
      int step = Pieces.examples(plan);
      for (int from = 0; from < batch.count(); from += step) {
        int count = Math.min(step, batch.count() - from);
        try (HeldTensors held = inputs.of(batch.tensors(), from, count)) {
          ExampleFacts facts = ExampleFacts.of(plan, batch, from, held);
          OutputRows one = rows(held, first);
          OutputRows two = rows(held, second);
          for (int i = 0; i < count; i++) {
            comparer.add(one, two, i, facts.of(i));
          }
        }
      }
      return comparer.state();
    }

    private OutputRows rows(HeldTensors held, OrtEngine engine) {
      try (HeldTensors above = held.above()) {
        above.run(engine, inputs.names(), Set.of(plan.output().tensor()));
        return OutputRows.of(plan.output(), above);
      }
    }

    @Override
    public void close() {
      inputs.close();
    }
  }
}
