package io.entroscope.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.app.Console;
import io.entroscope.cli.option.JsonOption;
import io.entroscope.cli.text.CandidateText;
import io.entroscope.cli.text.LayersText;
import io.entroscope.core.block.Candidate;
import io.entroscope.core.block.Candidates;
import io.entroscope.core.plan.LayerList;
import io.entroscope.core.plan.LayerList.Row;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.NotLookedInto;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what can be observed in a model. */
@Command(
    name = "layers",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  entroscope layers model.onnx",
      "  entroscope layers --blocks resnet.onnx"
    },
    description = "Lists the layers of a model that can be observed, or its blocks.")
final class LayersCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--blocks",
      description =
          "The residual blocks instead, and other layers that could be taken out: what each costs,"
              + " and why some have to stay.")
  private boolean blocks;

  @Override
  public Integer call() throws Exception {
    OnnxModel read = OnnxModel.read(model);
    if (blocks) {
      List<Candidate> candidates = Candidates.of(read);
      print(candidates, CandidateText.of(candidates));
    } else {
      FoundLayers found = FoundLayers.of(read);
      List<Row> rows = LayerList.of(found);
      Optional<String> others = NotLookedInto.text(found);
      print(rows, LayersText.of(rows, others));
      if (json.asked()) {
        // The list is of layers alone, for the programs that read it.
        others.ifPresent(text -> Console.note("not looked into: " + text));
      }
    }
    return 0;
  }

  private void print(List<?> rows, String text) throws JsonProcessingException {
    if (json.asked()) {
      Console.out()
          .println(
              JsonMapper.builder()
                  .build()
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(rows));
    } else {
      Console.out().print(text);
      Console.out().flush();
    }
  }
}
