package io.entroscope.cli.option;

import io.entroscope.core.PlanException;
import io.entroscope.core.prune.block.Calibration;
import io.entroscope.core.prune.block.Repair;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ReadOptions;
import io.entroscope.data.Split;
import io.entroscope.onnx.block.BlockKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which blocks are taken out, what makes up for them, and on which examples that is decided. */
public final class BlockOptions {
  private static final int DRAWS = 3;

  @Option(
      names = "--blocks",
      paramLabel = "K",
      description =
          "K residual blocks (whole layers, where there are some): the span that changes the stream"
              + " least, those that do so each alone, or the last, whichever is best on calibration"
              + " examples held out (default: none).")
  private @Nullable Integer blocks;

  @Option(
      names = "--max-loss",
      paramLabel = "ACCURACY",
      description =
          "As many blocks as can go without losing more than this on calibration examples held"
              + " out, such as 0.005 (of vectors: of their cosine) (default: none).")
  private @Nullable Double maxLoss;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "With --blocks or --max-loss: blocks of this kind alone (attention, feed-forward,"
              + " token-mixing, channel-mixing, convolution or layer) (default: any).")
  private @Nullable String kind;

  @Option(
      names = "--repair",
      paramLabel = "none|linear|fine-tune",
      description =
          "What makes up for blocks: nothing; a least-squares map in the place of each span, and a"
              + " linear head fitted again, both in closed form; or training (default: linear, or"
              + " fine-tune with --fine-tune).")
  private @Nullable String repair;

  @Option(
      names = "--calibrate",
      paramLabel = "N",
      description =
          "Examples that blocks are chosen and maps fitted on (default: ${DEFAULT-VALUE}).")
  private int calibrate = Calibration.EXAMPLES;

  @Option(
      names = "--calibration",
      paramLabel = "PATH",
      description =
          "Where they lie (default: the training split of --data; data that are not divided are"
              + " divided).")
  private @Nullable Path calibration;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description =
          "As many blocks chosen at random, N times, to set beside (default: ${DEFAULT-VALUE}).")
  private int draws = DRAWS;

  /** How many blocks go. */
  public OptionalInt blocks() {
    return blocks == null ? OptionalInt.empty() : OptionalInt.of(blocks);
  }

  /**
   * What may be lost.
   *
   * @throws PlanException if it is no accuracy
   */
  public OptionalDouble maxLoss() {
    if (maxLoss == null) {
      return OptionalDouble.empty();
    }
    if (!(maxLoss > 0 && maxLoss < 1)) {
      throw new PlanException(
          "--max-loss " + maxLoss + "; it is an accuracy that may be lost, between 0 and 1");
    }
    return OptionalDouble.of(maxLoss);
  }

  /** Whether blocks are asked for, or what makes up for them. */
  public boolean asked() {
    return blocks != null || maxLoss != null || repair != null;
  }

  /**
   * The kind of block.
   *
   * @throws PlanException if there is no such kind
   */
  public Optional<BlockKind> kind() {
    if (kind == null) {
      return Optional.empty();
    }
    String asked = kind;
    return Optional.of(
        Arrays.stream(BlockKind.values())
            .filter(of -> of.label().equals(asked) && of != BlockKind.OUTER)
            .findFirst()
            .orElseThrow(
                () ->
                    new PlanException(
                        "--kind '"
                            + asked
                            + "' is none; choose from "
                            + Arrays.stream(BlockKind.values())
                                .filter(of -> of != BlockKind.OUTER)
                                .map(BlockKind::label)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * What makes up for blocks.
   *
   * @param epochs of fine-tuning that are asked for
   * @throws PlanException if there is no such repair
   */
  public Repair repair(int epochs) {
    if (repair == null) {
      return epochs > 0 ? Repair.FINE_TUNE : Repair.LINEAR;
    }
    String asked = repair;
    Repair found =
        Arrays.stream(Repair.values())
            .filter(of -> of.id().equals(asked))
            .findFirst()
            .orElseThrow(
                () ->
                    new PlanException(
                        "--repair '" + asked + "' is none; choose from none, linear, fine-tune"));
    if (found != Repair.FINE_TUNE && epochs > 0) {
      throw new PlanException(
          "--fine-tune trains, which --repair " + found.id() + " does not; leave one of them out");
    }
    return found;
  }

  /**
   * How many examples are calibrated on.
   *
   * @throws PlanException if none are
   */
  public int calibrate() {
    if (calibrate < 1) {
      throw new PlanException("--calibrate " + calibrate + "; give 1 or more examples");
    }
    return calibrate;
  }

  /**
   * How many choices at random.
   *
   * @throws PlanException if it is negative
   */
  public int draws() {
    if (draws < 0) {
      throw new PlanException("--draws " + draws + "; give 0 or more");
    }
    return draws;
  }

  /** Other data to calibrate on, read as the test data are. */
  public Optional<DataSpec> calibration(DataSpec test) {
    ReadOptions read = test.withSplit(Split.TRAIN).read();
    return Optional.ofNullable(calibration).map(path -> new DataSpec(path, read));
  }
}
