package io.entroscope.cli;

import io.entroscope.app.AnalysisRun;
import io.entroscope.app.Console;
import io.entroscope.app.Destination;
import io.entroscope.app.PrettyJson;
import io.entroscope.app.ProgressBar;
import io.entroscope.app.option.ImageOptions;
import io.entroscope.app.option.OpenOption;
import io.entroscope.app.option.QuietOption;
import io.entroscope.app.option.UnlabelledOption;
import io.entroscope.cli.option.JsonOption;
import io.entroscope.cli.option.ModelRunOptions;
import io.entroscope.cli.text.AblationText;
import io.entroscope.core.PlanException;
import io.entroscope.core.ablate.AblationOptions;
import io.entroscope.core.ablate.Ablator;
import io.entroscope.core.ablate.OutputPlan;
import io.entroscope.data.DataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.files.FileSet;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Bypass;
import io.entroscope.report.ablation.AblationPage;
import io.entroscope.result.AblationJson;
import io.entroscope.result.ablation.AblationResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes every candidate of a model out in turn, and measures what that changes. */
@Command(
    name = "ablate",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  entroscope ablate model.onnx --data images --out out/ablation",
      "  entroscope ablate vit.onnx --data images --sequence 4 --out out/four"
    },
    sortOptions = false,
    description =
        "Takes each residual block and fully connected layer of a model out in turn and measures,"
            + " on the same examples, what that changes: accuracy if they are labelled, and how the"
            + " outputs move. No model is written.")
final class AblateCommand implements Callable<Integer> {
  private static final String ABLATION = "ablation.json";
  private static final String REPORT = "report.html";
  private static final String RUN = "run.json";

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Mixin private ImageOptions images = new ImageOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The folder for ablation.json, report.html and run.json (default: a new one in 'out',"
              + " named after model and data; with --json, none).")
  private @Nullable Path out;

  @Option(
      names = "--kinds",
      paramLabel = "KIND,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "Only candidates of these kinds, such as attention, feed-forward, layer, convolution"
              + " (default: all; 'layers --blocks' lists them).")
  private List<String> kinds = List.of();

  @Option(
      names = "--bypass",
      paramLabel = "output|sum",
      description =
          "What becomes of the activation or normalisation that closes a block: it goes with it"
              + " (output, the default), or stays where it can (sum).")
  private Bypass bypass = Bypass.OUTPUT;

  @Mixin private UnlabelledOption unlabelled = new UnlabelledOption();

  @Option(
      names = "--sequence",
      paramLabel = "K",
      description =
          "Also take out K, one after the other, each chosen on half of the examples by what is"
              + " measured without those before; set beside the last K, those of least influence"
              + " and random ones on the other half. Of halves and the layers made of them it"
              + " takes halves, unless --kinds says otherwise (default: none).")
  private int sequence;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "With --sequence: random orders, at least 5 (default: 5).")
  private int draws = AblationOptions.FEWEST_DRAWS;

  @Mixin private ModelRunOptions running = new ModelRunOptions();

  @Mixin private QuietOption quiet = new QuietOption();

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private OpenOption open = new OpenOption();

  @Override
  public Integer call() throws Exception {
    Destination destination = destination();
    destination.requireWritable();
    long seed = images.selection().seed();
    AblationOptions options = new AblationOptions(kinds, bypass, sequence, draws, seed);
    OnnxModel read = OnnxModel.read(model);
    long start = System.nanoTime();
    try (DataSet data = DataSets.openUnlabelled(images.spec())) {
      OutputPlan plan = OutputPlan.of(read, data, running.on(images), !unlabelled.asked());
      if (!quiet.asked()) {
        data.notes().forEach(Console::note);
      }
      Ablator.Outcome outcome;
      try (ProgressBar bar = ProgressBar.start()) {
        outcome = Ablator.run(plan, options, quiet.asked() ? (done, total) -> {} : bar);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      AnalysisRun.noteIfChanged(read);
      Optional<Path> folder = destination.settle();
      folder.ifPresent(to -> write(to, outcome, seconds, plan.options().threads()));
      print(outcome, folder);
      folder.ifPresent(to -> open.show(to.resolve(REPORT)));
    }
    return 0;
  }

  private Destination destination() {
    if (out != null) {
      return Destination.folder(out);
    }
    return json.asked() ? Destination.NOWHERE : Destination.fresh(model, images.requireData());
  }

  private void write(Path folder, Ablator.Outcome outcome, double seconds, int threads) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("seconds", seconds);
    facts.put("passesPerRemoval", outcome.passes());
    facts.put("threads", threads);
    facts.put("processors", Runtime.getRuntime().availableProcessors());
    try (FileSet files = FileSet.in(folder)) {
      files.add(ABLATION, stream -> AblationJson.write(outcome.result(), stream));
      byte[] page = AblationPage.html(outcome.result()).getBytes(StandardCharsets.UTF_8);
      files.add(REPORT, stream -> stream.write(page));
      byte[] run = (PrettyJson.of(facts) + "\n").getBytes(StandardCharsets.UTF_8);
      files.add(RUN, stream -> stream.write(run));
      files.commit();
    } catch (IOException e) {
      throw new PlanException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  private void print(Ablator.Outcome outcome, Optional<Path> folder) throws IOException {
    AblationResult result = outcome.result();
    if (json.asked()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      AblationJson.write(result, bytes);
      Console.out().print(bytes.toString(StandardCharsets.UTF_8));
    } else if (!quiet.asked()) {
      Console.out()
          .print(
              AblationText.of(result, outcome.passes())
                  + folder
                      .map(
                          to ->
                              "\nablation  "
                                  + to.resolve(ABLATION)
                                  + "\nreport    "
                                  + to.resolve(REPORT)
                                  + "\n")
                      .orElse(""));
    }
    Console.out().flush();
  }
}
