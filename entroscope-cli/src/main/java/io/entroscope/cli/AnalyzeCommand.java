package io.entroscope.cli;

import io.entroscope.app.AnalysisRun;
import io.entroscope.app.Console;
import io.entroscope.app.Destination;
import io.entroscope.app.Rerun;
import io.entroscope.app.ResultText;
import io.entroscope.app.ShardRun;
import io.entroscope.app.export.ActivationOptions;
import io.entroscope.app.option.AgainOption;
import io.entroscope.app.option.ImageOptions;
import io.entroscope.app.option.ObservationOptions;
import io.entroscope.app.option.OpenOption;
import io.entroscope.app.option.QuietOption;
import io.entroscope.app.option.UnlabelledOption;
import io.entroscope.cli.option.JsonOption;
import io.entroscope.cli.option.ResultFiles;
import io.entroscope.core.run.Shard;
import io.entroscope.result.ResultJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The main job: the layer-wise entropy of a model on images. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  entroscope analyze model.onnx --data images",
      "  entroscope analyze model.onnx --data mnist --classes 3,8 --out out/3-8"
    },
    sortOptions = false,
    description =
        "Tells for every layer and class how concentrated the activation is, and how that goes"
            + " over depth.")
final class AnalyzeCommand implements Callable<Integer> {
  /** What can be said beside {@code --again}, since no result depends on it. */
  private static final Set<String> BESIDE_AGAIN =
      Set.of(
          "--threads",
          "--open",
          "--shard",
          "--json",
          "--activations",
          "--activation-layers",
          "--activations-per-class");

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "MODEL", description = "An ONNX file.")
  private @Nullable Path model;

  @Mixin private AgainOption again = new AgainOption();

  @Mixin private ImageOptions images = new ImageOptions();

  @Mixin private UnlabelledOption unlabelled = new UnlabelledOption();

  @Mixin private ObservationOptions observation = new ObservationOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The folder for result.json, report.html and run.json (default: a new one in 'out', named"
              + " after model and data; with --json, none).")
  private @Nullable Path out;

  @Mixin private ActivationOptions activations = new ActivationOptions();

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description =
          "Run only the I-th of N parts, and write its state into --out; 'merge' makes the result"
              + " of the states of all parts (default: the whole).")
  private @Nullable String shard;

  @Mixin private QuietOption quiet = new QuietOption();

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private OpenOption open = new OpenOption();

  @Override
  public Integer call() throws Exception {
    if (shard != null) {
      return runShard(Shard.parse(shard));
    }
    ShardRun.Request asked = asked();
    AnalysisRun.Done done =
        AnalysisRun.run(
            asked, destination(asked), activations.asked(), quiet.asked() || json.asked());
    print(done);
    done.folder().ifPresent(folder -> open.show(folder.resolve(AnalysisRun.REPORT)));
    return 0;
  }

  private Destination destination(ShardRun.Request asked) {
    if (out != null) {
      return Destination.folder(out);
    }
    return json.asked()
        ? Destination.NOWHERE
        : Destination.fresh(asked.model(), asked.images().path());
  }

  private void print(AnalysisRun.Done done) throws IOException {
    if (json.asked()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ResultJson.write(done.result(), bytes);
      Console.out().print(bytes.toString(StandardCharsets.UTF_8));
      Console.out().flush();
    } else if (!quiet.asked()) {
      Console.print(ResultText.of(done.result(), done.folder()));
      activations
          .asked()
          .ifPresent(written -> Console.out().println("activations  " + written.file()));
      Console.out().flush();
    }
  }

  private int runShard(Shard part) {
    if (out == null || json.asked() || activations.asked().isPresent()) {
      throw new ParameterException(
          line(),
          "a shard gives a state, not a result: give --out DIR, and neither --json nor"
              + " --activations");
    }
    Path file = ShardRun.run(asked(), part, out, quiet.asked());
    if (!quiet.asked()) {
      Console.out().println(file);
    }
    return 0;
  }

  private ShardRun.Request asked() {
    return again
        .result(BESIDE_AGAIN)
        .map(ResultFiles::of)
        .map(this::askedThen)
        .orElseGet(this::askedNow);
  }

  private ShardRun.Request askedNow() {
    if (model == null) {
      throw new ParameterException(line(), "Missing required parameter: 'MODEL'");
    }
    return new ShardRun.Request(
        model, images.spec().withUnlabelled(unlabelled.asked()), observation.on(images));
  }

  private ShardRun.Request askedThen(Path result) {
    Rerun rerun =
        Rerun.ofResult(result, model, images.data(), Path::of).withThreads(observation.threads());
    if (!quiet.asked()) {
      rerun.note().ifPresent(Console::note);
    }
    return rerun.request();
  }

  private CommandLine line() {
    return Objects.requireNonNull(spec).commandLine();
  }
}
