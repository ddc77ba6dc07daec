package io.entroscope.cli;

import io.entroscope.advice.Advisor;
import io.entroscope.advice.LayerAdvice;
import io.entroscope.cli.option.JsonOption;
import io.entroscope.cli.text.AdviceText;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what to do about a curve. */
@Command(
    name = "advise",
    mixinStandardHelpOptions = true,
    description =
        "Says of each fully connected layer whether it should stay or go, on what evidence, and"
            + " what that would save.")
final class AdviseCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RESULT",
      description = "A result.json; one made with --indicators has more evidence.")
  private Path result = Path.of("");

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws Exception {
    AnalysisResult read = ResultJson.read(result);
    List<LayerAdvice> advice = Advisor.advise(read);
    json.print(advice, () -> AdviceText.of(read, advice));
    return 0;
  }
}
