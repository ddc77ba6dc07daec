package io.entroscope.study.reproduce;

import io.entroscope.core.Analyzer;
import io.entroscope.core.plan.AnalysisOptions;
import io.entroscope.core.prune.Surgery;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.data.image.PreprocessingJson;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.study.reproduce.Experiment.Derived;
import io.entroscope.study.reproduce.Experiment.Fresh;
import io.entroscope.study.reproduce.Experiment.Images;
import io.entroscope.study.reproduce.Experiment.Lessons;
import io.entroscope.study.reproduce.Experiment.Look;
import io.entroscope.study.reproduce.Experiment.Rescale;
import io.entroscope.torch.train.EpochResult;
import io.entroscope.torch.train.Initialization;
import io.entroscope.torch.train.LabelledImages;
import io.entroscope.torch.train.Trainer;
import io.entroscope.torch.train.TrainingListener;
import io.entroscope.torch.train.TrainingOutcome;
import io.entroscope.torch.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes experiments. */
final class Laboratory {
  /** The images of one class that the paper's histograms are over. */
  private static final int SINGLE_CLASS_IMAGES = 1_000;

  private final StudyOptions options;
  private final Map<Subject, StudyData> data;
  private final ExperimentFiles files;

  Laboratory(StudyOptions options, Map<Subject, StudyData> data, ExperimentFiles files) {
    this.options = options;
    this.data = data;
    this.files = files;
  }

  /** How a network came about. */
  private record Made(
      OnnxModel model, List<String> edits, int images, List<EpochResult> epochs, int best) {}

  /**
   * Makes one experiment and keeps its files.
   *
   * @param parent what was kept of the experiment that it starts from; null: from none
   * @param listener hears of the training
   */
  ExperimentRecord make(
      Experiment experiment, @Nullable ExperimentRecord parent, TrainingListener listener)
      throws IOException {
    StudyData images = data(experiment);
    Path file = files.model(experiment.id());
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Made made = network(experiment, parent, images, file, listener);
    AnalysisResult test = analyse(made.model(), images, experiment, Split.TEST);
    ExperimentRecord.@Nullable Seen validation = null;
    @Nullable Choice choice = null;
    if (experiment.look().choice()) {
      AnalysisResult seen = analyse(made.model(), images, experiment, Split.TRAIN);
      validation = Reading.of(seen);
      choice = Choice.of(seen);
    }
    ExperimentRecord record =
        new ExperimentRecord(
            ExperimentRecord.SCHEMA,
            new ExperimentRecord.Identity(
                experiment.name(),
                experiment.seed(),
                options.quick(),
                experiment.subject(),
                images.sha256(),
                experiment.what(),
                experiment.protocol()),
            new ExperimentRecord.Network(
                made.edits(),
                made.images(),
                made.epochs().stream().map(Laboratory::epoch).toList(),
                made.best(),
                test.model().sha256(),
                test.model().parameters()),
            Reading.of(test),
            validation,
            choice,
            sameness(experiment, images, test));
    if (experiment.keepsResult()) {
      files.write(experiment.id(), pared(experiment, images, test));
    }
    files.write(record);
    ExperimentFiles.deleteAll(checkpoints(file));
    return record;
  }

  private StudyData data(Experiment experiment) {
    return Objects.requireNonNull(data.get(experiment.subject()));
  }

  private static Path checkpoints(Path model) {
    return model.resolveSibling(model.getFileName() + ".training");
  }

  private static ExperimentRecord.Epoch epoch(EpochResult of) {
    return new ExperimentRecord.Epoch(
        of.loss(),
        of.accuracy(),
        Double.isNaN(of.validationAccuracy()) ? null : of.validationAccuracy());
  }

  private Made network(
      Experiment experiment,
      @Nullable ExperimentRecord parent,
      StudyData images,
      Path file,
      TrainingListener listener) {
    Surgery start = start(experiment, parent, images);
    if (experiment.lessons().isEmpty()) {
      start
          .model()
          .withMetadata(
              Map.of(
                  PreprocessingJson.KEY,
                  PreprocessingJson.write(images.preprocessing()),
                  "entroscope.architecture",
                  experiment.start().describe()))
          .write(file);
      return new Made(OnnxModel.read(file), start.done(), 0, List.of(), 0);
    }
    Lessons lessons = experiment.lessons().get();
    LabelledImages taught =
        lessons.images() == Images.ALL ? images.all() : images.beyondValidation(lessons.most());
    TrainingPlan plan =
        new TrainingPlan(
            start.model(),
            experiment.start().describe(),
            lessons.shuffled() ? StudyData.shuffled(taught, experiment.seed()) : taught,
            Optional.empty(),
            images.preprocessing(),
            lessons.how(),
            file,
            true);
    TrainingOutcome outcome = Trainer.run(plan, listener);
    return new Made(
        OnnxModel.read(file), start.done(), taught.size(), outcome.epochs(), outcome.bestEpoch());
  }

  private Surgery start(
      Experiment experiment, @Nullable ExperimentRecord parent, StudyData images) {
    if (experiment.start() instanceof Fresh fresh) {
      LabelledImages all = images.all();
      Initialization initialization = new Initialization(experiment.seed(), fresh.gain());
      return new Surgery(
          fresh.architecture().network(all.shape(), all.classNames().size(), initialization),
          List.of());
    }
    Derived derived = (Derived) experiment.start();
    ExperimentRecord from = Objects.requireNonNull(parent, "no record of " + derived.parent());
    return Edits.apply(OnnxModel.read(files.model(from.id())), derived.edit(), from.choice());
  }

  private AnalysisResult analyse(
      OnnxModel model, StudyData images, Experiment experiment, Split split) {
    Look look = experiment.look();
    ImageDataSet set = images.part(split);
    Selection selection = split == Split.TRAIN ? images.validation() : Selection.ALL;
    if (look.single()) {
      selection = single(set);
    } else if (options.quick()) {
      selection = Selection.ALL.withPerClass(quickPerClass(set, selection));
    }
    return Analyzer.analyze(
        model,
        set,
        AnalysisOptions.builder()
            .layers(look.convolutions() ? "all" : "fc")
            .selection(selection)
            .threads(options.threads())
            .samplesPerClass(1)
            .featureMaps(look.convolutions() ? 1 : 0)
            .build());
  }

  private static int quickPerClass(ImageDataSet set, Selection selection) {
    int fewest = Arrays.stream(set.classCounts()).min().orElse(1);
    return Math.min(
        Math.min(fewest, selection.perClass().orElse(Integer.MAX_VALUE)), Quick.TEST_PER_CLASS);
  }

  /** The first class that has enough images, or the largest. */
  private Selection single(ImageDataSet set) {
    int wanted = options.quick() ? Quick.TEST_PER_CLASS : SINGLE_CLASS_IMAGES;
    int[] counts = set.classCounts();
    int chosen = 0;
    for (int label = 0; label < counts.length && counts[chosen] < wanted; label++) {
      chosen = counts[label] > counts[chosen] ? label : chosen;
    }
    return Selection.ALL
        .withClasses(List.of(set.classNames().get(chosen)))
        .withPerClass(Math.min(wanted, counts[chosen]));
  }

  private ExperimentRecord.@Nullable Sameness sameness(
      Experiment experiment, StudyData images, AnalysisResult test) {
    if (experiment.start() instanceof Derived derived && derived.edit() instanceof Rescale) {
      OnnxModel before =
          OnnxModel.read(files.model("seed-" + experiment.seed() + "/" + derived.parent()));
      return Reading.compare(analyse(before, images, experiment, Split.TEST), test);
    }
    return null;
  }

  /** The first seed's patterns, histograms and maps are kept for the figures; of others, curves. */
  private AnalysisResult pared(Experiment experiment, StudyData images, AnalysisResult result) {
    Look look = experiment.look();
    boolean first = experiment.seed() == 1;
    return Pared.of(
        result,
        ExperimentFiles.modelName(experiment.id()),
        images.name(),
        first && look.patterns(),
        first && look.single(),
        first && look.convolutions());
  }
}
