package io.entroscope.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import io.entroscope.onnx.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model run by ONNX Runtime and nothing else: direct buffers in, the predictions into a direct
 * buffer that is used again. With several threads either way: batches side by side on one thread
 * each, or one batch after the other on all of them.
 */
final class BareInference implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final List<OnnxTensor> inputs = new ArrayList<>();
  private final String input;
  private final String output;
  private final int outputs;
  private final int callers;

  /**
   * Loads a model and wraps its inputs.
   *
   * @param batches direct, each {@code [batch, ...image]}
   * @param image the shape of one image
   * @param callers threads that run batches side by side
   * @param inside threads that ONNX Runtime runs each batch on
   */
  BareInference(OnnxModel model, List<FloatBuffer> batches, long[] image, int callers, int inside)
      throws OrtException {
    this.callers = callers;
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(inside);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      session = environment.createSession(model.bytes(), options);
    }
    input = session.getInputNames().iterator().next();
    output = session.getOutputNames().iterator().next();
    long[] shape =
        ((TensorInfo) Objects.requireNonNull(session.getOutputInfo().get(output)).getInfo())
            .getShape();
    outputs = Math.toIntExact(shape[1]);
    int elements = 1;
    for (long axis : image) {
      elements *= Math.toIntExact(axis);
    }
    for (FloatBuffer batch : batches) {
      long[] dims = new long[image.length + 1];
      dims[0] = batch.remaining() / elements;
      System.arraycopy(image, 0, dims, 1, image.length);
      inputs.add(OnnxTensor.createTensor(environment, batch, dims));
    }
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
    int rows = Math.toIntExact(inputs.get(0).getInfo().getShape()[0]);
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(rows * outputs * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int i = next.getAndIncrement(); i < inputs.size(); i = next.getAndIncrement()) {
      long[] shape = {inputs.get(i).getInfo().getShape()[0], outputs};
      FloatBuffer part = buffer.duplicate().limit(Math.toIntExact(shape[0] * shape[1]));
      try (OnnxTensor into = OnnxTensor.createTensor(environment, part, shape)) {
        Map<String, OnnxValue> pinned = Map.of(output, into);
        session.run(Map.of(input, inputs.get(i)), Set.of(), pinned).close();
      }
    }
  }

  @Override
  public void close() throws OrtException {
    inputs.forEach(OnnxTensor::close);
    session.close();
  }
}
