package io.entroscope.cli;

import io.entroscope.advice.Ranking;
import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.Surgery;
import io.entroscope.cli.option.JsonOption;
import io.entroscope.cli.option.ResultFiles;
import io.entroscope.cli.text.AdviceText;
import io.entroscope.core.PlanException;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.torch.prune.Surgeries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which layer to take out first. */
@Command(
    name = "advise",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  entroscope advise out/first",
      "  entroscope advise out/first --model moved/model.onnx --json"
    },
    description =
        "Ranks the fully connected layers that can be taken out: what goes first, what that saves,"
            + " and what it is expected to cost.")
final class AdviseCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RESULT",
      description = "A result.json or its folder; one made with --indicators has more evidence.")
  private Path result = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "The model that was analysed, if it is no longer where it was (default: where it was).")
  private @Nullable Path model;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws Exception {
    AnalysisResult read = ResultJson.read(ResultFiles.of(result));
    Optional<Scoreboard> board = Scoreboard.shipped();
    Ranking ranking =
        Ranking.of(read, board, model(read).map(Surgeries::of).orElse(layer -> Surgery.UNCHECKED));
    json.print(ranking.layers(), () -> AdviceText.of(read, ranking, board));
    return 0;
  }

  /** The model that was analysed; empty if it is not given and no longer where it was. */
  private Optional<OnnxModel> model(AnalysisResult read) {
    if (model != null) {
      OnnxModel given = OnnxModel.read(model);
      if (!isSame(given, read)) {
        throw new PlanException(
            model + " is another model than the one that " + result + " is of; give that one");
      }
      return Optional.of(given);
    }
    Path was = Path.of(read.model().path());
    if (!Files.isRegularFile(was)) {
      return Optional.empty();
    }
    try {
      return Optional.of(OnnxModel.read(was)).filter(found -> isSame(found, read));
    } catch (OnnxException e) {
      // Another file lies there now.
      return Optional.empty();
    }
  }

  private static boolean isSame(OnnxModel found, AnalysisResult read) {
    return found.sha256().equals(read.model().sha256());
  }
}
