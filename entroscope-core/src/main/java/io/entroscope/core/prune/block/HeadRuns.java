package io.entroscope.core.prune.block;

import io.entroscope.core.head.LinearHead;
import io.entroscope.core.prune.block.OpenModel.Piece;
import io.entroscope.core.prune.block.OpenModel.Run;
import io.entroscope.core.prune.block.OpenModel.Visitor;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What goes into linear heads and comes out of them on calibration examples. Safe for use by one
 * thread at a time.
 */
final class HeadRuns {
  private final CalibrationRuns calibration;

  /** What the whole model's head gives, by position. */
  private final Map<Integer, float[]> wholeScores = new HashMap<>();

  HeadRuns(CalibrationRuns calibration) {
    this.calibration = calibration;
  }

  /** What goes into the heads of two models and what comes out, for all calibration examples. */
  HeadFit fit(OnnxModel edited, Layer head) {
    String features = head.input();
    String logits = head.output();
    if (wholeScores.isEmpty()) {
      try (OpenModel reference = calibration.open(calibration.whole(), Set.of(logits))) {
        calibration.each(List.of(reference), () -> new Scores(logits)).forEach(wholeScores::putAll);
      }
    }
    try (OpenModel source = calibration.open(edited, List.of(features, logits))) {
      List<HeadFit.Example> examples =
          calibration.each(List.of(source), () -> new Heads(features, logits)).stream()
              .flatMap(List::stream)
              .toList();
      boolean labelled = calibration.isLabelled();
      return new HeadFit(
          head,
          examples,
          labelled,
          LinearHead.accuracy(calibration.whole()),
          calibration.products());
    }
  }

  private static final class Scores implements Visitor<Map<Integer, float[]>> {
    private final String logits;
    private final Map<Integer, float[]> scores = new HashMap<>();

    Scores(String logits) {
      this.logits = logits;
    }

    @Override
    public void visit(Piece piece, List<Run> runs) {
      for (int i = 0; i < piece.count(); i++) {
        scores.put(piece.position(i), runs.get(0).row(logits, i));
      }
    }

    @Override
    public Map<Integer, float[]> state() {
      return scores;
    }
  }

  private final class Heads implements Visitor<List<HeadFit.Example>> {
    private final String features;
    private final String logits;
    private final List<HeadFit.Example> examples = new ArrayList<>();

    Heads(String features, String logits) {
      this.features = features;
      this.logits = logits;
    }

    @Override
    public void visit(Piece piece, List<Run> runs) {
      for (int i = 0; i < piece.count(); i++) {
        examples.add(
            new HeadFit.Example(
                calibration.isHeldOut(piece.position(i)),
                calibration.column(piece.batch().label(piece.in(i))),
                runs.get(0).row(features, i),
                runs.get(0).row(logits, i),
                Objects.requireNonNull(wholeScores.get(piece.position(i)))));
      }
    }

    @Override
    public List<HeadFit.Example> state() {
      return examples;
    }
  }
}
