package io.entroscope.core.prune.block;

import io.entroscope.core.plan.TokenMask;
import io.entroscope.core.prune.block.OpenModel.Piece;
import io.entroscope.core.prune.block.OpenModel.Run;
import io.entroscope.core.prune.block.OpenModel.Visitor;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Bypass;
import io.entroscope.onnx.block.Spans;
import io.entroscope.stats.block.PairMoments;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the residual stream does on calibration examples: how much spans change it, and the maps
 * that may stand in their place. Safe for use by one thread at a time.
 */
final class StreamFit {
  private final CalibrationRuns calibration;
  private final OnnxModel whole;
  private final Optional<TokenMask> tokens;

  /** The maps of spans of the whole model. */
  private final Map<Block, Map<Bypass, SpanMap>> known = new HashMap<>();

  StreamFit(CalibrationRuns calibration) {
    this.calibration = calibration;
    this.whole = calibration.whole();
    this.tokens = TokenMask.of(calibration.input(), calibration.options());
  }

  private StreamRows rows(OpenModel model, String tensor, Block block, OnnxModel of) {
    List<Long> shape = model.shape(tensor);
    int examples = OpenModel.trialRows(calibration.input());
    int axis = Spans.unitAxis(of, block, shape.size());
    return new StreamRows(tensor, shape, examples, axis, calibration.input(), tokens);
  }

  /** The influence of the spans of each chain. */
  List<SpanInfluence> influences(List<List<Block>> chains) {
    Set<String> tensors = new LinkedHashSet<>();
    chains.forEach(chain -> tensors.addAll(SpanInfluence.tensors(chain)));
    try (OpenModel model = calibration.open(whole, tensors)) {
      List<StreamRows> rows =
          chains.stream()
              .map(chain -> rows(model, chain.get(0).output(), chain.get(0), whole))
              .toList();
      return calibration.each(List.of(model), () -> new Influences(chains, rows)).stream()
          .reduce(StreamFit::merged)
          .orElseThrow();
    }
  }

  private static List<SpanInfluence> merged(List<SpanInfluence> a, List<SpanInfluence> b) {
    List<SpanInfluence> both = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      both.add(a.get(i).merge(b.get(i)));
    }
    return both;
  }

  private static final class Influences implements Visitor<List<SpanInfluence>> {
    private final List<List<Block>> chains;
    private final List<StreamRows> rows;
    private final List<SpanInfluence> sums;

    Influences(List<List<Block>> chains, List<StreamRows> rows) {
      this.chains = chains;
      this.rows = rows;
      this.sums = chains.stream().map(chain -> SpanInfluence.zero(chain.size())).toList();
    }

    @Override
    public void visit(Piece piece, List<Run> runs) {
      for (int chain = 0; chain < chains.size(); chain++) {
        StreamRows of = rows.get(chain);
        for (int example = 0; example < piece.count(); example++) {
          int[] chosen = of.chosen(piece.batch(), piece.in(example));
          List<float[]> streams = new ArrayList<>();
          for (String tensor : SpanInfluence.tensors(chains.get(chain))) {
            streams.add(of.of(runs.get(0).floats(tensor), example, chosen));
          }
          sums.get(chain).add(streams, of.width());
        }
      }
    }

    @Override
    public List<SpanInfluence> state() {
      return sums;
    }
  }

  /**
   * The map that may stand in the place of a span, fitted from what enters it in an edited model to
   * what leaves it in the whole one, so that each makes up for those before.
   *
   * @param edited the whole model, or with other blocks gone
   * @param span as one block
   * @param way what the map stands for: the output, or the sum, which the span must then have
   */
  SpanMap map(OnnxModel edited, Block span, Bypass way) {
    Map<Bypass, SpanMap> maps =
        edited == whole
            ? known.computeIfAbsent(span, of -> maps(whole, of, ways(of)))
            : maps(edited, span, List.of(way));
    return Objects.requireNonNull(maps.get(way));
  }

  /** The ways in which a map can stand in for a span. */
  private static List<Bypass> ways(Block span) {
    return span.bypasses().stream()
        .filter(way -> way == Bypass.OUTPUT || span.sum().isPresent())
        .toList();
  }

  private Map<Bypass, SpanMap> maps(OnnxModel edited, Block span, List<Bypass> ways) {
    List<String> targets =
        ways.stream()
            .map(way -> way == Bypass.OUTPUT ? span.output() : span.sum().orElseThrow())
            .toList();
    Set<String> wanted = new LinkedHashSet<>(targets);
    if (edited == whole) {
      wanted.add(span.skip());
    }
    List<SpanMap> maps;
    try (OpenModel target = calibration.open(whole, wanted)) {
      if (edited == whole) {
        maps = maps(span, targets, target, target);
      } else {
        try (OpenModel source = calibration.open(edited, Set.of(span.skip()))) {
          maps = maps(span, targets, target, source);
        }
      }
    }
    Map<Bypass, SpanMap> byWay = new EnumMap<>(Bypass.class);
    for (int i = 0; i < ways.size(); i++) {
      byWay.put(ways.get(i), maps.get(i));
    }
    return byWay;
  }

  /** A map to each of some tensors. */
  private List<SpanMap> maps(Block span, List<String> targets, OpenModel target, OpenModel source) {
    StreamRows x = rows(source, span.skip(), span, whole);
    List<StreamRows> y = targets.stream().map(to -> rows(target, to, span, whole)).toList();
    List<OpenModel> models = target == source ? List.of(target) : List.of(target, source);
    List<Moments> all =
        calibration.each(models, () -> new Pairs(span.skip(), targets, x, y)).stream()
            .reduce(StreamFit::mergedMoments)
            .orElseThrow();
    return all.stream().map(of -> SpanMap.of(of.fit(), of.held(), span.name())).toList();
  }

  private static List<Moments> mergedMoments(List<Moments> a, List<Moments> b) {
    List<Moments> both = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      both.add(a.get(i).merge(b.get(i)));
    }
    return both;
  }

  /** Moments of the examples that maps are fitted on, and of those held out. */
  private record Moments(PairMoments fit, PairMoments held) {
    Moments merge(Moments that) {
      return new Moments(fit.merge(that.fit), held.merge(that.held));
    }
  }

  private final class Pairs implements Visitor<List<Moments>> {
    private final String from;
    private final List<String> targets;
    private final StreamRows x;
    private final List<StreamRows> y;
    private final List<PairMoments.Builder> fit = new ArrayList<>();
    private final List<PairMoments.Builder> held = new ArrayList<>();

    Pairs(String from, List<String> targets, StreamRows x, List<StreamRows> y) {
      this.from = from;
      this.targets = targets;
      this.x = x;
      this.y = y;
      for (StreamRows rows : y) {
        fit.add(new PairMoments.Builder(x.width(), rows.width(), calibration.products()));
        held.add(new PairMoments.Builder(x.width(), rows.width(), calibration.products()));
      }
    }

    @Override
    public void visit(Piece piece, List<Run> runs) {
      Run target = runs.get(0);
      Run source = runs.get(runs.size() - 1);
      for (int example = 0; example < piece.count(); example++) {
        int[] chosen = x.chosen(piece.batch(), piece.in(example));
        float[] before = x.of(source.floats(from), example, chosen);
        List<PairMoments.Builder> into =
            calibration.isHeldOut(piece.position(example)) ? held : fit;
        for (int i = 0; i < targets.size(); i++) {
          into.get(i).add(before, y.get(i).of(target.floats(targets.get(i)), example, chosen));
        }
      }
    }

    @Override
    public List<Moments> state() {
      List<Moments> moments = new ArrayList<>();
      for (int i = 0; i < fit.size(); i++) {
        moments.add(new Moments(fit.get(i).build(), held.get(i).build()));
      }
      return moments;
    }
  }
}
