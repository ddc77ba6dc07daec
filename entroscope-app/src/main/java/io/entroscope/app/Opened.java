package io.entroscope.app;

import io.entroscope.core.Parallel;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.data.DataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A model and its data, read side by side while ONNX Runtime is loaded. */
final class Opened implements AutoCloseable {
  private @Nullable OnnxModel model;
  private @Nullable DataSet data;

  /**
   * Opens what is asked for.
   *
   * @throws io.entroscope.onnx.OnnxException if the model cannot be read
   * @throws io.entroscope.data.DataException if the model can and the data cannot be
   */
  Opened(ShardRun.Request asked) {
    try {
      Parallel.map(3, 3, task -> open(asked, task));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Each task has a field of its own, which the caller sees once all have ended. */
  private int open(ShardRun.Request asked, int task) {
    switch (task) {
      case 0 -> model = OnnxModel.read(asked.model());
      case 1 -> data = DataSets.openUnlabelled(asked.images());
      default -> OrtEngine.prepare();
    }
    return task;
  }

  OnnxModel model() {
    return Objects.requireNonNull(model);
  }

  DataSet data() {
    return Objects.requireNonNull(data);
  }

  @Override
  public void close() {
    if (data != null) {
      data.close();
    }
  }
}
