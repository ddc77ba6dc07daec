package io.entroscope.core.plan;

import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.ort.BatchAxis;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.data.DataSet;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.data.format.array.ArrayDataSet;
import io.entroscope.data.format.array.FedArray;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What goes into a model's inputs: where it comes from, and how it becomes the inputs' numbers. */
public sealed interface ModelInput {
  /** The default examples per batch, of small ones. */
  int MOST_EXAMPLES = 256;

  /** The most that a batch holds by default. */
  int BATCH_BYTES = 8 << 20;

  /** The data; whoever opened them closes them. */
  DataSet data();

  /** The inputs that the data go into, as the model declares them, in its order. */
  List<TensorInfo> tensors();

  /** The other inputs, each with the number that it is filled with. */
  Map<TensorInfo, Double> constants();

  /** Where the examples are in {@link #tensors}. */
  BatchAxis axis();

  /** What batches hold for {@link #tensors}. */
  List<Feed.Input> inputs();

  /**
   * Starts to read some batches.
   *
   * @param from the first batch
   * @param to the one behind the last
   * @throws io.entroscope.data.DataException if memory is short
   */
  BatchReader read(BatchPlan batches, int from, int to, Ahead ahead);

  /**
   * Something to try the model on: the first example over and over; of images, blank ones.
   *
   * @return for each of {@link #inputs} so many examples
   */
  List<ByteBuffer> trial(int rows);

  /**
   * Examples like most, to see how long the model takes: of texts, which lie in order of their
   * lengths, some from the middle.
   *
   * @return for each of {@link #inputs} so many examples
   */
  default List<ByteBuffer> typical(int rows) {
    int first = Math.max(0, (data().size() - rows) / 2);
    return varied(IntStream.range(first, first + rows).toArray());
  }

  /**
   * Examples that differ, to see what depends on which.
   *
   * @param which of them, in the order of the rows: equal numbers are equal examples
   * @return as for {@link #trial}
   */
  List<ByteBuffer> varied(int... which);

  /** Settles what goes into which input, along the first axis. */
  static ModelInput of(
      List<TensorInfo> inputs, OnnxModel model, DataSet data, AnalysisOptions options) {
    return of(inputs, model, data, options, BatchAxis.FIRST);
  }

  /**
   * Settles what goes into which input.
   *
   * @param inputs of the model
   * @param axis where the examples are in them
   * @throws PlanException if data and inputs do not fit
   * @throws io.entroscope.data.DataException if data are not as they must be
   */
  static ModelInput of(
      List<TensorInfo> inputs,
      OnnxModel model,
      DataSet data,
      AnalysisOptions options,
      BatchAxis axis) {
    if (data instanceof ArrayDataSet arrays) {
      arrays.prepare(model.path(), ArrayInput.tokens(inputs));
      Optional<ImageDataSet> images = ArrayInput.images(inputs, arrays, options);
      return images.isPresent()
          ? ImageInput.choose(inputs, model, images.get(), options, axis)
          : ArrayInput.choose(inputs, arrays, options, axis);
    }
    if (data instanceof ImageDataSet images) {
      return ImageInput.choose(inputs, model, images, options, axis);
    }
    throw new IllegalStateException("data are images or arrays");
  }

  /** The input that the data go into; of several, the first. */
  default TensorInfo tensor() {
    return tensors().get(0);
  }

  /**
   * The one batch size that the model takes; 0: any.
   *
   * @throws PlanException if its inputs want different ones
   */
  default int fixedBatch() {
    if (axis().isSingle()) {
      return 1;
    }
    long[] declared =
        tensors().stream()
            .mapToLong(tensor -> tensor.shape().get(0))
            .filter(size -> size > 0)
            .distinct()
            .toArray();
    if (declared.length > 1) {
      throw new PlanException(
          "the model's inputs have first axes of fixed and different lengths, "
              + java.util.Arrays.toString(declared)
              + ", so they are not that of the examples; export it with a free batch axis");
    }
    return Math.toIntExact(LongStream.of(declared).findFirst().orElse(0));
  }

  /** Examples per batch: the one number that the model takes or, if it takes any, as chosen. */
  default int batch(AnalysisOptions options) {
    return fixedBatch() > 0 ? fixedBatch() : chosenBatch(options);
  }

  /**
   * What is asked for as examples per batch. By default no more than some megabytes hold, since all
   * cores wait for the first batch; a power of two, so that the order of sums is the same for all.
   */
  default int chosenBatch(AnalysisOptions options) {
    long bytes = inputs().stream().mapToLong(Feed.Input::rowBytes).sum();
    long fit = Math.max(1, BATCH_BYTES / Math.max(1, bytes));
    return options.batch().orElse(Integer.highestOneBit((int) Math.min(MOST_EXAMPLES, fit)));
  }

  /** What goes in, in batches of at most so many examples. */
  default Feed feed(int batch) {
    return new Feed(inputs(), fixedBatch(), batch, constants(), axis());
  }

  /**
   * Images that are decoded and normalised.
   *
   * @param data the images
   * @param tensor the input as the model declares it
   * @param shape what one image is in it
   * @param preprocessing how pixels become input
   * @param preprocessingSource {@code options}, {@code model} or {@code default}
   * @param constants the other inputs, each with its number
   * @param axis where the examples are in it
   */
  record Images(
      ImageDataSet data,
      TensorInfo tensor,
      InputShape shape,
      Preprocessing preprocessing,
      String preprocessingSource,
      Map<TensorInfo, Double> constants,
      BatchAxis axis)
      implements ModelInput {
    public Images {
      constants = Map.copyOf(constants);
    }

    @Override
    public List<TensorInfo> tensors() {
      return List.of(tensor);
    }

    @Override
    public List<Feed.Input> inputs() {
      List<Long> row = LongStream.of(shape.tensorShape(1)).skip(1).boxed().toList();
      return List.of(new Feed.Input(tensor.name(), tensor.type(), ElementType.FLOAT, row));
    }

    @Override
    public BatchReader read(BatchPlan batches, int from, int to, Ahead ahead) {
      return BatchReader.open(data, batches, from, to, preprocessing, shape, ahead);
    }

    @Override
    public List<ByteBuffer> trial(int rows) {
      return feed(rows).zeros(rows);
    }

    @Override
    public List<ByteBuffer> varied(int... which) {
      List<ByteBuffer> buffers = feed(which.length).zeros(which.length);
      FloatBuffer pixels = buffers.get(0).asFloatBuffer();
      int each = pixels.remaining() / which.length;
      for (int row = 0; row < which.length; row++) {
        SplittableRandom random = new SplittableRandom(which[row]);
        for (int i = 0; i < each; i++) {
          pixels.put((float) random.nextDouble());
        }
      }
      return buffers;
    }

    /** The same for others of the images. */
    Images of(ImageDataSet others) {
      return new Images(others, tensor, shape, preprocessing, preprocessingSource, constants, axis);
    }
  }

  /**
   * Arrays that go in, converted where a type asks for it.
   *
   * @param data the arrays
   * @param fed which array goes into which of the model's inputs, in the model's order
   * @param mask the model's input that says which tokens count, if a layer's are averaged by one
   * @param constants the other inputs, each with its number
   * @param axis where the examples are in the inputs
   */
  record Arrays(
      ArrayDataSet data,
      List<Fed> fed,
      Optional<String> mask,
      Map<TensorInfo, Double> constants,
      BatchAxis axis)
      implements ModelInput {
    public Arrays {
      fed = List.copyOf(fed);
      constants = Map.copyOf(constants);
    }

    /**
     * An array and its input.
     *
     * @param array with what becomes of its numbers
     * @param tensor as the model declares it
     * @param shape of one example in it; its elements are the array's, in their order
     */
    public record Fed(FedArray array, TensorInfo tensor, List<Integer> shape) {
      public Fed {
        shape = List.copyOf(shape);
      }

      private Feed.Input input() {
        ElementType stored = ElementType.ofNumpy(array.type().id()).orElseThrow();
        List<Long> row = shape.stream().map(Integer::longValue).toList();
        return new Feed.Input(tensor.name(), tensor.type(), stored, row);
      }
    }

    @Override
    public List<TensorInfo> tensors() {
      return fed.stream().map(Fed::tensor).toList();
    }

    @Override
    public List<Feed.Input> inputs() {
      return fed.stream().map(Fed::input).toList();
    }

    @Override
    public BatchReader read(BatchPlan batches, int from, int to, Ahead ahead) {
      List<FedArray> arrays = fed.stream().map(Fed::array).toList();
      Optional<String> array = mask.flatMap(this::of).map(of -> of.array().name());
      return BatchReader.open(data, batches, from, to, arrays, array, ahead);
    }

    @Override
    public List<ByteBuffer> trial(int rows) {
      return varied(new int[rows]);
    }

    @Override
    public List<ByteBuffer> varied(int... which) {
      List<ByteBuffer> buffers = feed(which.length).zeros(which.length);
      for (int i = 0; i < buffers.size(); i++) {
        FedArray array = fed.get(i).array();
        int rowBytes = fed.get(i).input().rowBytes();
        for (int row = 0; row < which.length; row++) {
          ByteBuffer of = buffers.get(i).duplicate();
          int example = which[row] % Math.max(1, data.size());
          data.read(array, example, of.limit((row + 1) * rowBytes).position(row * rowBytes));
        }
      }
      return buffers;
    }

    /** What goes into the input of this name; empty if no array does. */
    public Optional<Fed> of(String input) {
      return fed.stream().filter(of -> of.tensor().name().equals(input)).findFirst();
    }

    /** The same with a mask. */
    Arrays masked(String input) {
      return new Arrays(data, fed, Optional.of(input), constants, axis);
    }
  }
}
