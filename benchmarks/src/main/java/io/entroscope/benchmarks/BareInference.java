package io.entroscope.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.entroscope.core.ort.Feed.Input;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchSource;
import io.entroscope.data.batch.DecodedImages;
import io.entroscope.onnx.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * A model run by ONNX Runtime and nothing else: direct buffers in, the predictions into a direct
 * buffer that is used again. With several threads either way: batches side by side on one thread
 * each, or one batch after the other on all of them.
 */
final class BareInference implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final List<Rows> inputs = new ArrayList<>();
  private final String output;
  private final int outputs;
  private final int callers;

  /** A batch, ready to be fed. */
  private record Rows(int count, Map<String, OnnxTensor> tensors) {}

  /**
   * Loads a plan's model and wraps its inputs.
   *
   * @param data its examples, in batches
   * @param examples at most, in each call
   * @param callers threads that run batches side by side
   * @param inside threads that ONNX Runtime runs each batch on
   */
  BareInference(AnalysisPlan plan, DecodedImages data, int examples, int callers, int inside)
      throws OrtException {
    this.callers = callers;
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(inside);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      session = environment.createSession(plan.model().bytes(), options);
    }
    output = plan.requirePredictions().what().tensor();
    outputs = plan.outputs();
    try (BatchSource source = data.source()) {
      for (Batch batch = source.next(); batch != null; batch = source.next()) {
        for (int from = 0; from < batch.count(); from += examples) {
          int count = Math.min(examples, batch.count() - from);
          inputs.add(wrap(plan.feed().inputs(), batch, from, count));
        }
      }
    }
  }

  private Rows wrap(List<Input> fed, Batch batch, int from, int count) throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    for (int i = 0; i < fed.size(); i++) {
      Input input = fed.get(i);
      long[] shape =
          LongStream.concat(LongStream.of(count), input.shape().stream().mapToLong(Long::longValue))
              .toArray();
      int start = from * input.rowBytes();
      ByteBuffer values =
          batch
              .tensors()
              .get(i)
              .duplicate()
              .limit(start + count * input.rowBytes())
              .position(start)
              .slice()
              .order(ByteOrder.nativeOrder());
      tensors.put(input.name(), tensor(input.stored(), values, shape));
    }
    return new Rows(count, tensors);
  }

  private OnnxTensor tensor(ElementType type, ByteBuffer values, long[] shape) throws OrtException {
    return switch (type) {
      case FLOAT -> OnnxTensor.createTensor(environment, values.asFloatBuffer(), shape);
      case INT64 -> OnnxTensor.createTensor(environment, values.asLongBuffer(), shape);
      default -> throw new IllegalArgumentException("no benchmark feeds " + type);
    };
  }

  /** Runs all batches. */
  void run() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(callers);
    try {
      AtomicInteger next = new AtomicInteger();
      Callable<Void> caller =
          () -> {
            runBatches(next);
            return null;
          };
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        running.add(pool.submit(caller));
      }
      for (Future<Void> future : running) {
        future.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  private void runBatches(AtomicInteger next) throws OrtException {
    int rows = inputs.get(0).count();
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(rows * outputs * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int i = next.getAndIncrement(); i < inputs.size(); i = next.getAndIncrement()) {
      Rows batch = inputs.get(i);
      long[] shape = {batch.count(), outputs};
      FloatBuffer part = buffer.duplicate().limit(batch.count() * outputs);
      try (OnnxTensor into = OnnxTensor.createTensor(environment, part, shape)) {
        Map<String, OnnxValue> pinned = Map.of(output, into);
        session.run(batch.tensors(), Set.of(), pinned).close();
      }
    }
  }

  @Override
  public void close() throws OrtException {
    inputs.forEach(batch -> batch.tensors().values().forEach(OnnxTensor::close));
    session.close();
  }
}
