package io.entroscope.core.plan;

import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.AnalysisOptions.Pixels;
import io.entroscope.core.ort.BatchAxis;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.InputFit;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.data.image.PreprocessingJson;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.setting.Setting;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Settles which of a model's inputs takes images, how pixels become it, and what fills the others.
 */
final class ImageInput {
  private static final Set<ElementType> FOR_IMAGES =
      EnumSet.of(ElementType.FLOAT, ElementType.DOUBLE, ElementType.FLOAT16, ElementType.UINT8);
  private static final Set<Integer> RANKS = Set.of(2, 3, 4);

  private ImageInput() {}

  /**
   * Chooses.
   *
   * @param inputs of the model
   * @param axis where the examples are in the one that takes them
   * @throws PlanException if none takes images, several do, or one is left without a value
   * @throws io.entroscope.data.DataException if such images do not go into the input
   */
  static ModelInput.Images choose(
      List<TensorInfo> inputs,
      OnnxModel model,
      ImageDataSet data,
      AnalysisOptions options,
      BatchAxis axis) {
    TensorInfo tensor = tensor(inputs, options);
    Map<TensorInfo, Double> constants =
        OtherInputs.constants(inputs, List.of(tensor), options.feeds());
    Pixels pixels = options.pixels();
    Optional<Preprocessing> inModel = PreprocessingJson.read(model.metadata());
    Preprocessing preprocessing = preprocessing(pixels, inModel, tensor.type());
    LongStream free = LongStream.of(axis == BatchAxis.NONE ? new long[] {-1} : new long[0]);
    long[] declared =
        LongStream.concat(free, tensor.shape().stream().mapToLong(Long::longValue)).toArray();
    InputShape shape =
        InputFit.fit(declared, data.shape(), preprocessing.resize())
            .flattened(pixels.flat() == null ? FlatOrder.CHW : pixels.flat());
    preprocessing.requireChannels(shape.image().channels());
    return new ModelInput.Images(
        data, tensor, shape, preprocessing, source(pixels, inModel), constants, axis);
  }

  /** Who said how pixels become input: the user; or the model's own metadata; or nobody. */
  private static String source(Pixels pixels, Optional<Preprocessing> inModel) {
    if (pixels.saysValues()) {
      return "options";
    }
    return inModel.isPresent() ? "model" : "default";
  }

  private static Preprocessing preprocessing(
      Pixels pixels, Optional<Preprocessing> inModel, ElementType type) {
    // A model that takes bytes scales them itself.
    Preprocessing unsaid =
        type == ElementType.UINT8 ? Preprocessing.DEFAULT.withScale(1) : Preprocessing.DEFAULT;
    Preprocessing chosen = pixels.saysValues() ? unsaid : inModel.orElse(unsaid);
    chosen = pixels.scale() == null ? chosen : chosen.withScale(pixels.scale());
    chosen = pixels.mean() == null ? chosen : chosen.withMean(pixels.mean());
    chosen = pixels.std() == null ? chosen : chosen.withStd(pixels.std());
    return pixels.resize() == null ? chosen : chosen.withResize(pixels.resize());
  }

  private static TensorInfo tensor(List<TensorInfo> inputs, AnalysisOptions options) {
    TensorInfo images =
        options.input().isPresent() ? named(inputs, options.input().get()) : only(inputs);
    if (!FOR_IMAGES.contains(images.type()) || !RANKS.contains(images.shape().size())) {
      throw new PlanException(
          "the model's input "
              + OtherInputs.text(images)
              + " takes no images, which need float, double, float16 or uint8 numbers of rank 2 to"
              + " 4; give it NumPy arrays as "
              + Setting.DATA);
    }
    return images;
  }

  private static TensorInfo named(List<TensorInfo> inputs, String name) {
    return inputs.stream()
        .filter(input -> input.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new PlanException(
                    "the model has no input '" + name + "'; it has " + OtherInputs.text(inputs)));
  }

  private static TensorInfo only(List<TensorInfo> inputs) {
    if (inputs.size() == 1) {
      return inputs.get(0);
    }
    List<TensorInfo> fitting =
        inputs.stream()
            .filter(
                input -> FOR_IMAGES.contains(input.type()) && RANKS.contains(input.shape().size()))
            .toList();
    if (fitting.size() != 1) {
      throw new PlanException(
          (fitting.isEmpty() ? "none" : "more than one")
              + " of the model's inputs can take images: "
              + OtherInputs.text(inputs)
              + (fitting.isEmpty()
                  ? "; give it NumPy arrays as " + Setting.DATA
                  : "; choose one with " + Setting.INPUT));
    }
    return fitting.get(0);
  }
}
