package io.entroscope.core.plan;

import io.entroscope.core.ort.OrtRunner.Feed;
import io.entroscope.core.ort.OrtRunner.Input;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.core.ort.TensorInfo.ElementType;
import io.entroscope.core.plan.PlanInput.Arrays.Fed;
import io.entroscope.data.DataSet;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.array.ArrayDataSet;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.InputFit;
import io.entroscope.data.image.InputShape;
import io.entroscope.onnx.OnnxModel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A model's inputs, each with what goes into it.
 *
 * @param data what changes from batch to batch
 * @param constants the other inputs, each with its number
 */
record BoundInput(PlanInput data, Map<TensorInfo, Double> constants) {
  /**
   * Settles what goes into which input.
   *
   * @param inputs of the model
   * @throws PlanException if data and inputs do not fit
   * @throws io.entroscope.data.DataException if data are not as they must be
   */
  static BoundInput of(
      List<TensorInfo> inputs, OnnxModel model, DataSet data, AnalysisOptions options) {
    if (data instanceof ArrayDataSet arrays) {
      ArrayChoice choice = ArrayChoice.of(inputs, arrays, options);
      return new BoundInput(
          new PlanInput.Arrays(arrays, choice.fed(), Optional.empty()), choice.constants());
    }
    if (data instanceof ImageDataSet images) {
      InputChoice choice = InputChoice.of(inputs, options);
      return new BoundInput(images(choice.images(), model, images, options), choice.constants());
    }
    throw new IllegalStateException("data are images or arrays");
  }

  private static PlanInput images(
      TensorInfo tensor, OnnxModel model, ImageDataSet data, AnalysisOptions options) {
    PreprocessingChoice pixels = PreprocessingChoice.of(model, tensor.type(), options);
    long[] declared = tensor.shape().stream().mapToLong(Long::longValue).toArray();
    FlatOrder order = options.pixels().flat();
    InputShape shape =
        InputFit.fit(declared, data.shape(), pixels.preprocessing().resize())
            .flattened(order == null ? FlatOrder.CHW : order);
    pixels.preprocessing().requireChannels(shape.image().channels());
    return new PlanInput.Images(data, tensor, shape, pixels.preprocessing(), pixels.source());
  }

  /**
   * The one batch size that the model takes; 0: any.
   *
   * @throws PlanException if its inputs want different ones
   */
  int fixedBatch() {
    long[] declared =
        (data instanceof PlanInput.Arrays arrays
                ? arrays.fed().stream().map(Fed::tensor)
                : Stream.of(data.tensor()))
            .mapToLong(tensor -> tensor.shape().get(0))
            .filter(size -> size > 0)
            .distinct()
            .toArray();
    if (declared.length > 1) {
      throw new PlanException(
          "the model's inputs have first axes of fixed and different lengths, "
              + Arrays.toString(declared)
              + ", so they are not that of the examples; export it with a free batch axis");
    }
    return Math.toIntExact(LongStream.of(declared).findFirst().orElse(0));
  }

  /** What goes in, batch by batch. */
  Feed feed(int fixedBatch, int batch) {
    if (data instanceof PlanInput.Arrays arrays) {
      return new Feed(
          arrays.fed().stream().map(BoundInput::input).toList(), fixedBatch, batch, constants);
    }
    PlanInput.Images images = (PlanInput.Images) data;
    List<Long> shape = Arrays.stream(images.shape().tensorShape(1)).skip(1).boxed().toList();
    TensorInfo tensor = images.tensor();
    return new Feed(
        List.of(new Input(tensor.name(), tensor.type(), ElementType.FLOAT, shape)),
        fixedBatch,
        batch,
        constants);
  }

  private static Input input(Fed fed) {
    ElementType type = fed.tensor().type();
    List<Long> shape = fed.array().shape().stream().map(Integer::longValue).toList();
    return new Input(fed.tensor().name(), type, type, shape);
  }

  /** Something to try the model on: the first example over and over; of images, blank ones. */
  List<ByteBuffer> trial(Feed feed, int rows) {
    List<ByteBuffer> buffers = feed.zeros(rows);
    if (data instanceof PlanInput.Arrays arrays) {
      for (int i = 0; i < buffers.size(); i++) {
        String name = arrays.fed().get(i).array().name();
        int rowBytes = feed.inputs().get(i).rowBytes();
        for (int row = 0; row < rows; row++) {
          ByteBuffer of = buffers.get(i).duplicate();
          arrays.data().read(name, 0, of.limit((row + 1) * rowBytes).position(row * rowBytes));
        }
      }
    }
    return buffers;
  }
}
