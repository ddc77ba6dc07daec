package io.entroscope.spark;

import io.entroscope.app.AnalysisRun;
import io.entroscope.app.Console;
import io.entroscope.app.Rerun;
import io.entroscope.app.ResultText;
import io.entroscope.app.ShardRun;
import io.entroscope.app.option.AgainOption;
import io.entroscope.app.option.ImageOptions;
import io.entroscope.app.option.ObservationOptions;
import io.entroscope.app.option.QuietOption;
import io.entroscope.app.option.UnlabelledOption;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.ImageDataSet;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The analysis as one command, with the options that it has on one machine. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Tells for every layer and class how concentrated the activation is, and how that goes"
            + " over depth. Paths may be URIs of any file system that Spark knows (file:, hdfs:,"
            + " s3a:). The result is the one that 'entroscope analyze' gives on one machine.")
final class AnalyzeCommand implements Callable<Integer> {
  /** What can be said beside {@code --again}, since the result does not tell it. */
  private static final Set<String> BESIDE_AGAIN =
      Set.of("--partitions", "--image-column", "--label-column");

  private final SparkSession session;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "MODEL", description = "An ONNX file.")
  private @Nullable Path model;

  @Mixin private AgainOption again = new AgainOption();

  @Mixin private ImageOptions images = new ImageOptions();

  @Option(
      names = "--image-column",
      paramLabel = "NAME",
      description = "Parquet: the column of encoded images (default: image).")
  private String imageColumn = TableColumns.USUAL.image();

  @Mixin private UnlabelledOption unlabelled = new UnlabelledOption();

  @Mixin private ObservationOptions observation = new ObservationOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "URI",
      description = "The folder for result.json and report.html.")
  private Path out = Path.of("");

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Into how many parts the work is divided (default: three for each core that Spark has);"
              + " the result is the same for any.")
  private @Nullable Integer partitions;

  @Mixin private QuietOption quiet = new QuietOption();

  AnalyzeCommand(SparkSession session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (line().getParseResult().hasMatchedOption("--threads")) {
      throw new ParameterException(
          line(), "threads are Spark's affair: leave --threads out, and set spark.task.cpus");
    }
    OutFolder folder = new OutFolder(out, session.sparkContext().hadoopConfiguration());
    folder.requireWritable();
    AnalysisResult result = run();
    folder.write(result);
    if (!quiet.asked()) {
      Console.print(ResultText.of(result, Optional.of(out)));
      Console.out().flush();
    }
    return 0;
  }

  private AnalysisResult run() {
    ShardRun.Request asked =
        again.result(BESIDE_AGAIN).map(this::askedThen).orElseGet(this::askedNow);
    OnnxModel onnx = OnnxModel.read(asked.model());
    String labels = images.labelColumn();
    TableColumns columns =
        new TableColumns(imageColumn, labels == null ? TableColumns.USUAL.label() : labels);
    try (ImageDataSet data = SparkData.open(session, asked.images(), columns)) {
      AnalysisPlan plan = Planner.plan(onnx, data, asked.options());
      if (!quiet.asked()) {
        data.notes().forEach(Console::note);
      }
      return partitions == null
          ? SparkRunner.run(session, plan)
          : SparkRunner.run(session, plan, partitions);
    }
  }

  private ShardRun.Request askedNow() {
    if (model == null) {
      throw new ParameterException(line(), "Missing required parameter: 'MODEL'");
    }
    return new ShardRun.Request(
        model, images.spec().withUnlabelled(unlabelled.asked()), observation.on(images));
  }

  private ShardRun.Request askedThen(Path result) {
    Path file = Files.isDirectory(result) ? result.resolve(AnalysisRun.RESULT) : result;
    Rerun rerun = Rerun.ofResult(file, model, images.data(), name -> SparkData.path(session, name));
    if (!quiet.asked()) {
      rerun.note().ifPresent(Console::note);
    }
    return rerun.request();
  }

  private CommandLine line() {
    return Objects.requireNonNull(spec).commandLine();
  }
}
