package io.entroscope.core.plan;

import io.entroscope.core.ort.TensorInfo;
import io.entroscope.data.DataSet;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.data.format.array.ArrayDataSet;
import io.entroscope.data.format.array.ArrayInfo;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Preprocessing;
import java.util.List;
import java.util.Optional;

/** Where what goes into a plan's model comes from, and how it becomes the model's input. */
public sealed interface PlanInput {
  /** The data; whoever opened them closes them. */
  DataSet data();

  /** The input that the data go into; of several, the first. */
  TensorInfo tensor();

  /**
   * Starts to read some batches.
   *
   * @param from the first batch
   * @param to the one behind the last
   * @throws io.entroscope.data.DataException if memory is short
   */
  BatchReader read(BatchPlan batches, int from, int to, Ahead ahead);

  /**
   * Images that are decoded and normalised.
   *
   * @param data the images
   * @param tensor the input as the model declares it
   * @param shape what one image is in it
   * @param preprocessing how pixels become input
   * @param preprocessingSource {@code options}, {@code model} or {@code default}
   */
  record Images(
      ImageDataSet data,
      TensorInfo tensor,
      InputShape shape,
      Preprocessing preprocessing,
      String preprocessingSource)
      implements PlanInput {
    @Override
    public BatchReader read(BatchPlan batches, int from, int to, Ahead ahead) {
      return BatchReader.open(data, batches, from, to, preprocessing, shape, ahead);
    }

    /** The same for others of the images. */
    Images of(ImageDataSet others) {
      return new Images(others, tensor, shape, preprocessing, preprocessingSource);
    }
  }

  /**
   * Arrays that go in as they are.
   *
   * @param data the arrays
   * @param fed which array goes into which of the model's inputs
   * @param mask the model's input that says which tokens count, if a layer's are averaged by one
   */
  record Arrays(ArrayDataSet data, List<Fed> fed, Optional<String> mask) implements PlanInput {
    public Arrays {
      fed = List.copyOf(fed);
    }

    /**
     * An array and its input.
     *
     * @param array as it lies in the file
     * @param tensor as the model declares it
     */
    public record Fed(ArrayInfo array, TensorInfo tensor) {}

    @Override
    public TensorInfo tensor() {
      return fed.get(0).tensor();
    }

    @Override
    public BatchReader read(BatchPlan batches, int from, int to, Ahead ahead) {
      List<String> names = fed.stream().map(of -> of.array().name()).toList();
      Optional<String> array = mask.flatMap(this::of).map(of -> of.array().name());
      return BatchReader.open(data, batches, from, to, names, array, ahead);
    }

    /** What goes into the input of this name; empty if no array does. */
    Optional<Fed> of(String input) {
      return fed.stream().filter(of -> of.tensor().name().equals(input)).findFirst();
    }

    /** The same with a mask. */
    Arrays masked(String input) {
      return new Arrays(data, fed, Optional.of(input));
    }
  }
}
