package io.entroscope.core.ablate;

import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.option.Tool;
import io.entroscope.core.plan.MeasuredShapes;
import io.entroscope.data.DataSet;
import io.entroscope.data.PositionHash;
import io.entroscope.onnx.block.Spans;
import io.entroscope.onnx.cost.Cost;
import io.entroscope.result.ablation.AblatedModel;
import io.entroscope.result.ablation.AblationData;
import io.entroscope.result.ablation.AblationResult;
import io.entroscope.result.ablation.Baseline;
import io.entroscope.result.ablation.Measured;
import io.entroscope.result.ablation.Removal;
import io.entroscope.result.ablation.RemovedPart;
import io.entroscope.result.ablation.Sequence;
import io.entroscope.setting.Setting;
import io.entroscope.stats.block.BlockInfluence;
import io.entroscope.stats.block.BlockInfluence.Measure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the candidates of a model out in turn and measures on the same examples what that changes.
 * No model is written: the model is cut at its candidates, and what comes before the first that is
 * out is run once for all.
 */
public final class Ablator {
  private static final int FEWEST = 2;

  private final OutputPlan plan;
  private final AblationOptions options;
  private final Removables removables;

  private Ablator(OutputPlan plan, AblationOptions options) {
    this.plan = plan;
    this.options = options;
    this.removables = Removables.of(plan, options.kinds(), options.bypass());
    requireLength();
  }

  /**
   * What came out, and what it took.
   *
   * @param result the numbers
   * @param passes the time of one removal alone, in passes of inference of the whole model
   */
  public record Outcome(AblationResult result, double passes) {}

  /**
   * Measures.
   *
   * @param progress of each pass over the examples
   * @throws PlanException if there is nothing that can be taken out, or not so many
   * @throws io.entroscope.core.AnalysisException if inference fails
   * @throws io.entroscope.data.DataException if an example cannot be read
   */
  public static Outcome run(OutputPlan plan, AblationOptions options, Progress progress) {
    return new Ablator(plan, options).run(progress);
  }

  private void requireLength() {
    int pool = pool().size();
    if (options.sequence() > pool) {
      throw new PlanException(
          Setting.SEQUENCE
              + " "
              + options.sequence()
              + " is more than can be taken out; there are "
              + pool
              + " candidates");
    }
    if (options.sequence() > 0 && plan.batches().images() < FEWEST) {
      throw new PlanException(
          "a sequence is chosen on half of the examples and measured on the other; choose "
              + FEWEST
              + " or more");
    }
  }

  /** Those of a sequence: halves and not the layers made of them, unless these were asked for. */
  private List<Removable> pool() {
    return options.kinds().isEmpty()
        ? removables.all().stream().filter(Removable::isElementary).toList()
        : removables.all();
  }

  private Outcome run(Progress progress) {
    try (SplitModel split = SplitModel.open(plan, removables.all())) {
      List<StreamRows> streams = new ArrayList<>();
      Map<String, Integer> places = new HashMap<>();
      for (Removable removable : removables.all()) {
        stream(split, removable)
            .ifPresent(
                rows -> {
                  places.put(removable.name(), streams.size());
                  streams.add(rows);
                });
      }
      List<Route> routes = RouteWorker.each(split, Route.NONE, removables.all());
      Counted counted =
          RouteWorker.run(plan, split, new RouteWorker.Task(Route.NONE, routes, streams), progress);
      Map<String, Measured> influences = new HashMap<>();
      places.forEach(
          (name, place) -> influences.put(name, influence(counted.influences().get(place))));
      List<Removal> removals = new ArrayList<>();
      for (int i = 0; i < routes.size(); i++) {
        removals.add(
            new Removal(
                part(removables.all().get(i), influences), counted.comparisons().get(i).change()));
      }
      Sequence sequence = options.sequence() == 0 ? null : sequence(split, removals, progress);
      double passes =
          (double) counted.routesNanos() / Math.max(1, counted.wholeNanos()) / routes.size();
      return new Outcome(result(counted, removals, sequence), passes);
    }
  }

  private Optional<StreamRows> stream(SplitModel split, Removable removable) {
    List<Long> before = split.shape(removable.candidate().input());
    int units =
        removable
            .block()
            .map(block -> Spans.unitAxis(plan.model(), block, before.size()))
            .orElse(-1);
    return StreamRows.of(
        removable.candidate(), before, split.shape(removable.candidate().output()), units);
  }

  private static Measured influence(BlockInfluence state) {
    return state.rows() == 0
        ? Measured.NOTHING
        : Measured.of(state.mean(Measure.INFLUENCE).value(), state.interval(Measure.INFLUENCE));
  }

  private static RemovedPart part(Removable removable, Map<String, Measured> influences) {
    return new RemovedPart(
        removable.depth(),
        removable.name(),
        removable.candidate().kind(),
        removable.way().name().toLowerCase(Locale.ROOT),
        removable.candidate().parameters(),
        removable.candidate().multiplyAdds(),
        removable.candidate().share(),
        influences.getOrDefault(removable.name(), Measured.NOTHING));
  }

  private Sequence sequence(SplitModel split, List<Removal> removals, Progress progress) {
    Halves halves = halves(plan.positions(), options.seed());
    OutputPlan choosing = plan.on(halves.choosing());
    OutputPlan measuring = plan.on(halves.measuring());
    Map<String, Double> influence = new HashMap<>();
    for (Removal removal : removals) {
      if (removal.part().blockInfluence().isThere()) {
        influence.put(removal.part().name(), removal.part().blockInfluence().get());
      }
    }
    Orders orders = new Orders(pool(), options.sequence());
    List<Ordered> all = new ArrayList<>();
    all.add(new Ordered(Sequence.GREEDY, null, orders.greedy(choosing, split, progress)));
    all.add(new Ordered(Sequence.LAST, null, orders.last()));
    all.add(new Ordered(Sequence.INFLUENCE, null, orders.by(influence)));
    for (int draw = 1; draw <= options.draws(); draw++) {
      all.add(new Ordered(Sequence.RANDOM, draw, orders.random(options.seed() + draw)));
    }
    return measured(split, choosing, measuring, all, progress);
  }

  /** An order with its name. */
  private record Ordered(String order, @Nullable Integer draw, List<Removable> candidates) {
    private Set<String> first(int count) {
      return Orders.names(candidates.subList(0, count));
    }
  }

  /**
   * Examples dealt into two halves by their hash.
   *
   * @param choosing positions of those by which an order is chosen, increasing
   * @param measuring those of the others, increasing
   */
  record Halves(int[] choosing, int[] measuring) {}

  static Halves halves(int[] positions, long seed) {
    int[] byHash =
        IntStream.of(positions)
            .boxed()
            .sorted(Comparator.comparingLong(position -> PositionHash.hash(~seed, position)))
            .mapToInt(Integer::intValue)
            .toArray();
    int half = byHash.length / 2;
    return new Halves(
        IntStream.of(byHash).limit(half).sorted().toArray(),
        IntStream.of(byHash).skip(half).sorted().toArray());
  }

  private Sequence measured(
      SplitModel split,
      OutputPlan choosing,
      OutputPlan measuring,
      List<Ordered> all,
      Progress progress) {
    List<Set<String>> sets = new ArrayList<>();
    for (Ordered order : all) {
      for (int count = 1; count <= order.candidates().size(); count++) {
        if (!sets.contains(order.first(count))) {
          sets.add(order.first(count));
        }
      }
    }
    List<Route> routes = sets.stream().map(out -> split.routes().without(Route.NONE, out)).toList();
    Counted counted =
        RouteWorker.run(
            measuring, split, new RouteWorker.Task(Route.NONE, routes, List.of()), progress);
    List<Sequence.Curve> curves = new ArrayList<>();
    for (Ordered order : all) {
      List<Sequence.Step> steps = new ArrayList<>();
      double left = 1;
      boolean known = true;
      for (int count = 1; count <= order.candidates().size(); count++) {
        Removable removed = order.candidates().get(count - 1);
        Double share = removed.candidate().share();
        known &= share != null;
        left -= share == null ? 0 : share;
        OutputComparison comparison = counted.comparisons().get(sets.indexOf(order.first(count)));
        steps.add(
            new Sequence.Step(
                removed.name(), known ? Math.max(0, left) : null, comparison.change()));
      }
      curves.add(new Sequence.Curve(order.order(), order.draw(), steps));
    }
    return new Sequence(
        Orders.criterion(plan),
        choosing.batches().images(),
        measuring.batches().images(),
        counted.comparisons().get(0).firstAccuracy().value(),
        curves);
  }

  private Cost cost() {
    MeasuredShapes shapes =
        MeasuredShapes.of(plan.model(), plan.input().feed(1), Cost.wanted(plan.model()));
    return Cost.of(plan.model(), shapes.shapes(), shapes.examples());
  }

  private AblationResult result(
      Counted counted, List<Removal> removals, @Nullable Sequence sequence) {
    OutputComparison one = counted.comparisons().get(0);
    Cost cost = cost();
    OptionalLong multiplyAdds = cost.multiplyAdds();
    DataSet data = plan.data();
    OutputForm output = plan.output();
    Baseline baseline =
        new Baseline(
            one.examples(),
            one.firstAccuracy(),
            one.firstLoss().isEmpty() ? null : Math.exp(one.firstLoss().value()),
            output.tensor(),
            output.meaning().name().toLowerCase(Locale.ROOT),
            switch (output.places()) {
              case WHOLE -> "example";
              case TOKENS -> "token";
              case MAP -> "place";
            },
            plan.outputMask().orElse(null));
    return new AblationResult(
        AblationResult.SCHEMA,
        Tool.INFO,
        AblationSummary.of(baseline, removals, sequence),
        new AblatedModel(
            plan.model().path().map(Path::toString).orElse(""),
            plan.model().sha256(),
            cost.parameters(),
            multiplyAdds.isPresent() ? multiplyAdds.getAsLong() : null),
        new AblationData(
            data.path().toString(),
            data.format().id(),
            data.split().id(),
            plan.labelled(),
            data.size(),
            options.seed()),
        baseline,
        removals,
        removables.kept(),
        sequence);
  }
}
