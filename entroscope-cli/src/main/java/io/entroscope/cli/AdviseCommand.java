package io.entroscope.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.entroscope.advice.RankedLayer;
import io.entroscope.advice.Ranking;
import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.Surgery;
import io.entroscope.advice.block.BlockBoards;
import io.entroscope.advice.block.BlockRanking;
import io.entroscope.advice.block.MeasuredRanking;
import io.entroscope.advice.block.RankedBlock;
import io.entroscope.advice.block.RepairBoard;
import io.entroscope.cli.option.JsonOption;
import io.entroscope.cli.option.MovedModel;
import io.entroscope.cli.option.ResultFiles;
import io.entroscope.cli.text.AdviceText;
import io.entroscope.cli.text.BlockAdviceText;
import io.entroscope.cli.text.MeasuredAdviceText;
import io.entroscope.core.PlanException;
import io.entroscope.core.prune.block.Repair;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.result.AblationJson;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.result.ablation.AblationResult;
import io.entroscope.torch.prune.Surgeries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
      "  entroscope advise out/ablated/ablation.json",
      "  entroscope advise out/first --model moved/model.onnx --json"
    },
    description =
        "Ranks the layers and residual blocks that can be taken out: what goes first, what that"
            + " saves, and what it is expected to cost. Where an ablation measured that, its losses"
            + " lead.")
final class AdviseCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RESULT",
      description =
          "A result.json or ablation.json, or the folder of one; a result made with --indicators"
              + " has more evidence.")
  private Path result = Path.of("");

  @Mixin private MovedModel model = new MovedModel();

  @Option(
      names = "--ablation",
      paramLabel = "FILE",
      description =
          "The ablation.json of the same model, to lead the list (default: the one beside the"
              + " result, if there is one).")
  private @Nullable Path ablation;

  @Mixin private JsonOption json = new JsonOption();

  /**
   * What is advised where more than layers can go.
   *
   * @param measured what an ablation measured, the least loss first; null without one
   * @param blocks the residual blocks, the one to take out first at the beginning
   * @param layers the fully connected layers
   */
  private record Advice(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MeasuredRanking measured,
      List<RankedBlock> blocks,
      List<RankedLayer> layers) {}

  @Override
  public Integer call() throws Exception {
    Path file = ResultFiles.of(result);
    if (AblationJson.isOne(file)) {
      AblationResult measured = AblationJson.read(file);
      json.print(
          new Advice(MeasuredRanking.of(measured), List.of(), List.of()),
          () -> MeasuredAdviceText.of(measured));
      return 0;
    }
    AnalysisResult read = ResultJson.read(file);
    Optional<OnnxModel> found = model(read);
    Optional<Scoreboard> board = Scoreboard.shipped();
    Ranking ranking =
        Ranking.of(read, board, found.map(Surgeries::of).orElse(layer -> Surgery.UNCHECKED));
    Optional<AblationResult> measured = ablation(file, read);
    if (read.blocks() == null && measured.isEmpty()) {
      json.print(ranking.layers(), () -> AdviceText.of(read, ranking, board));
      return 0;
    }
    Optional<BlockBoards> boards = BlockBoards.shipped();
    Optional<RepairBoard> ofBlocks = boards.flatMap(known -> known.of(Repair.LINEAR.id()));
    BlockRanking blocks = BlockRanking.of(read, ofBlocks, canGo(found));
    json.print(
        new Advice(
            measured.map(MeasuredRanking::of).orElse(null), blocks.ranked(), ranking.layers()),
        () ->
            measured.map(of -> MeasuredAdviceText.of(of) + "\n").orElse("")
                + (read.blocks() == null ? "" : BlockAdviceText.of(read, blocks, boards))
                + (ranking.ranked().isEmpty() ? "" : "\n" + AdviceText.of(read, ranking, board)));
    return 0;
  }

  /** The ablation of the model that a result is of: the one named, or the one beside the result. */
  private Optional<AblationResult> ablation(Path file, AnalysisResult read) {
    if (ablation != null) {
      AblationResult given = AblationJson.read(ResultFiles.of(ablation));
      if (!given.model().sha256().equals(read.model().sha256())) {
        throw new PlanException(
            ablation + " is of another model than " + result + "; give the one of that model");
      }
      return Optional.of(given);
    }
    Path beside = file.resolveSibling("ablation.json");
    if (!AblationJson.isOne(beside)) {
      return Optional.empty();
    }
    return Optional.of(AblationJson.read(beside))
        .filter(of -> of.model().sha256().equals(read.model().sha256()));
  }

  /** Whether a block can be taken out; without the model all are taken for such. */
  private static Predicate<String> canGo(Optional<OnnxModel> model) {
    if (model.isEmpty()) {
      return block -> true;
    }
    Set<String> names =
        Blocks.find(model.get()).stream()
            .filter(Block::isDroppable)
            .map(Block::name)
            .collect(Collectors.toSet());
    return names::contains;
  }

  /** The model that was analysed; empty if it is not given and no longer where it was. */
  private Optional<OnnxModel> model(AnalysisResult read) {
    if (model.path() != null) {
      OnnxModel given = OnnxModel.read(model.path());
      if (!isSame(given, read)) {
        throw new PlanException(
            model.path()
                + " is another model than the one that "
                + result
                + " is of; give that one");
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
