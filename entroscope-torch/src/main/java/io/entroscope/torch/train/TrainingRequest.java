package io.entroscope.torch.train;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.ImageSize;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.data.image.PreprocessingJson;
import io.entroscope.files.WholeFile;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.Predictions;
import io.entroscope.setting.Setting;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.architecture.Architectures;
import io.entroscope.torch.architecture.Initialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a person asks to be trained; {@link #plan} reads the data and settles the rest.
 *
 * @param start what is trained, and from which weights
 * @param output the output of a file with a score for each class; empty: the one that fits
 * @param data where the images lie; its split is not looked at
 * @param limit at most so many training images, a fixed choice; 0: all
 * @param resize what images are resized to
 * @param preprocessing how pixels become input; empty: as a file's metadata says, or so that each
 *     channel has mean 0 and deviation 1 over the training images
 * @param options how to train
 * @param out the file to write
 * @param resume whether to go on from the last checkpoint, if there is one
 */
public record TrainingRequest(
    Start start,
    Optional<String> output,
    DataSpec data,
    int limit,
    Optional<ImageSize> resize,
    Optional<Preprocessing> preprocessing,
    TrainingOptions options,
    Path out,
    boolean resume) {
  /**
   * What is trained, and from which weights.
   *
   * @param what an architecture's name or notation, or an {@code .onnx} file to train further
   * @param options what a notation leaves open: activation, normalisation, dropout
   * @param reinit whether a file's weights are drawn anew
   * @param gain multiplies the random weights to start from; 1 is the published rule
   */
  public record Start(String what, Architecture.Options options, boolean reinit, double gain) {
    /** A normalised network from the published rule's weights, or a file from its own. */
    public static Start of(String what) {
      return new Start(what, Architecture.Options.NORMALISED, false, 1);
    }
  }

  /**
   * Reads the architecture and the images, and settles the training.
   *
   * @throws TorchException if the architecture is not understood or the file cannot be written
   * @throws DataException if the images cannot be read
   */
  public TrainingPlan plan() {
    return plan(note -> {});
  }

  /**
   * The same.
   *
   * @param notes is told what a person should know of how the labels were taken
   */
  public TrainingPlan plan(Consumer<String> notes) {
    requireWritable();
    String what = start.what();
    boolean file = what.endsWith(".onnx");
    Optional<Architecture> architecture =
        file ? Optional.empty() : Optional.of(Architectures.parse(what, start.options()));
    Optional<OnnxModel> read = file ? Optional.of(OnnxModel.read(Path.of(what))) : Optional.empty();
    Initialization initialization = new Initialization(options.seed(), start.gain());
    DataSpec counted = file ? data : counted(notes);
    LabelledImages images = images(counted, Split.TRAIN, limit);
    Optional<LabelledImages> test = test(counted, images);
    OnnxModel model =
        architecture
            .map(known -> known.network(images.shape(), images.classNames().size(), initialization))
            .orElseGet(() -> start.reinit() ? initialization.apply(read.get()) : read.get());
    Preprocessing how =
        preprocessing
            .or(() -> read.flatMap(given -> PreprocessingJson.read(given.metadata())))
            .orElseGet(images::standardising);
    Preprocessing whole = resize.map(how::withResize).orElse(how);
    return new TrainingPlan(
        model,
        scores(model, images.classNames().size()),
        architecture.map(Architecture::describe).orElse(what),
        images,
        test,
        whole,
        FlatOrder.CHW,
        options,
        out,
        resume);
  }

  private String scores(OnnxModel model, int classes) {
    Predictions found =
        output
            .map(name -> Predictions.find(model, name))
            .orElseGet(() -> Predictions.find(model, classes));
    return Logits.of(model, found.tensor());
  }

  /** The data, counted from 1 where training labels run from 1 on and no network says otherwise. */
  private DataSpec counted(Consumer<String> notes) {
    try (ImageDataSet set = DataSets.open(data.withSplit(Split.TRAIN))) {
      boolean fromOne = set.fitLabels();
      set.notes().forEach(notes);
      return fromOne ? data.withLabelsFromOne(true) : data;
    }
  }

  private LabelledImages images(DataSpec from, Split split, int most) {
    try (ImageDataSet set = DataSets.open(from.withSplit(split))) {
      Selection chosen = most > 0 ? Selection.ALL.withLimit(most) : Selection.ALL;
      ImageSize size = resize.orElse(set.shape().size());
      ImageShape shape = new ImageShape(set.shape().channels(), size.height(), size.width());
      return LabelledImages.load(set, chosen.positions(set), shape, options.threads());
    }
  }

  /**
   * The test images; empty if the dataset has none of their own, and is trained on all the same.
   */
  private Optional<LabelledImages> test(DataSpec from, LabelledImages training) {
    LabelledImages test;
    try {
      test = images(from, Split.TEST, 0);
    } catch (DataException e) {
      if (e.isSplitMissing()) {
        return Optional.empty();
      }
      throw e;
    }
    LabelledImages chosenAlike = limit > 0 ? images(from, Split.TEST, limit) : test;
    boolean same = chosenAlike.sha256().equals(training.sha256());
    return same ? Optional.empty() : Optional.of(test);
  }

  private void requireWritable() {
    if (Files.isDirectory(out)) {
      throw new TorchException(
          out + " is a folder; name the .onnx file to write with " + Setting.OUT);
    }
    WholeFile.obstacle(out.toAbsolutePath().resolveSibling(""))
        .ifPresent(
            there -> {
              throw new TorchException(
                  "cannot write "
                      + out
                      + ": "
                      + there
                      + " is not a writable folder; give another "
                      + Setting.OUT);
            });
  }
}
