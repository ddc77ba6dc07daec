package io.entroscope.result.derived;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.derived.LayerPair.By;
import io.entroscope.result.layer.LayerFacts;
import io.entroscope.result.layer.LayerResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which layers of several results' curves are the same one: by their weights, their names and their
 * role, in the order of depth. The layer that gives the scores of the classes is never taken for a
 * hidden one. A layer that a result lacks is a gap there.
 */
final class LayerAlignment {
  private static final int NONE = -1;
  private static final int SAME_WEIGHTS = 1000;
  private static final int SAME_NAME = 100;
  private static final int BOTH_OUTPUT = 50;
  private static final int SAME_SIZE = 10;

  private final List<List<LayerResult>> curves;
  // Of each column, the place in every result's curve, or NONE.
  private final List<int[]> columns = new ArrayList<>();

  private LayerAlignment(List<AnalysisResult> results) {
    this.curves = results.stream().map(CurvePoint::layers).toList();
    for (int r = 0; r < curves.size(); r++) {
      align(r);
    }
  }

  /** The alignment of some results' curves. */
  static LayerAlignment of(List<AnalysisResult> results) {
    return new LayerAlignment(results);
  }

  /** By column, the place of the layer in every result's curve, −1 where it has none. */
  List<List<Integer>> columns() {
    return columns.stream().map(column -> Arrays.stream(column).boxed().toList()).toList();
  }

  /** The layers that the first result and another have both, in order of depth. */
  List<LayerPair> pairs(int other) {
    List<LayerPair> pairs = new ArrayList<>();
    for (int[] column : columns) {
      if (column[0] != NONE && column[other] != NONE) {
        LayerResult a = curves.get(0).get(column[0]);
        LayerResult b = curves.get(other).get(column[other]);
        pairs.add(new LayerPair(a.name(), b.name(), by(a, b, other)));
      }
    }
    return pairs;
  }

  private By by(LayerResult a, LayerResult b, int other) {
    if (sameWeights(a, b)) {
      return By.WEIGHTS;
    }
    if (a.name().equals(b.name())) {
      return By.NAME;
    }
    return isOutput(a, 0) && isOutput(b, other) ? By.ROLE : By.ORDER;
  }

  private void align(int result) {
    List<LayerResult> layers = curves.get(result);
    int[] columnOf = best(result);
    boolean anyHidden =
        IntStream.range(0, layers.size())
            .anyMatch(i -> columnOf[i] != NONE && !isOutput(layers.get(i), result));
    if (result > 0 && !anyHidden) {
      byOrder(result).ifPresent(order -> System.arraycopy(order, 0, columnOf, 0, order.length));
    }
    int shift = 0;
    int next = 0;
    for (int i = 0; i < layers.size(); i++) {
      if (columnOf[i] == NONE) {
        int[] column = new int[curves.size()];
        Arrays.fill(column, NONE);
        columns.add(next, column);
        shift++;
      } else {
        next = columnOf[i] + shift;
      }
      columns.get(next++)[result] = i;
    }
  }

  /** The column of each layer in the alignment whose pairs fit best together. */
  private int[] best(int result) {
    List<LayerResult> layers = curves.get(result);
    int[][] sum = new int[columns.size() + 1][layers.size() + 1];
    for (int c = columns.size() - 1; c >= 0; c--) {
      for (int i = layers.size() - 1; i >= 0; i--) {
        int fit = fit(columns.get(c), layers.get(i), result);
        int paired = fit > 0 ? fit + sum[c + 1][i + 1] : 0;
        sum[c][i] = Math.max(paired, Math.max(sum[c + 1][i], sum[c][i + 1]));
      }
    }
    int[] columnOf = new int[layers.size()];
    Arrays.fill(columnOf, NONE);
    int c = 0;
    int i = 0;
    while (c < columns.size() && i < layers.size()) {
      int fit = fit(columns.get(c), layers.get(i), result);
      if (fit > 0 && sum[c][i] == fit + sum[c + 1][i + 1]) {
        columnOf[i++] = c++;
      } else if (sum[c][i] == sum[c + 1][i]) {
        c++;
      } else {
        i++;
      }
    }
    return columnOf;
  }

  /** How well a layer fits a column: as it fits that of its layers which it fits best. */
  private int fit(int[] column, LayerResult layer, int result) {
    int best = 0;
    for (int r = 0; r < result; r++) {
      if (column[r] != NONE) {
        LayerResult known = curves.get(r).get(column[r]);
        boolean bothOutput = isOutput(layer, result);
        if (bothOutput == isOutput(known, r) && known.kind().equals(layer.kind())) {
          best = Math.max(best, fit(known, layer, bothOutput));
        }
      }
    }
    return best;
  }

  private static int fit(LayerResult a, LayerResult b, boolean bothOutput) {
    int fit = bothOutput ? BOTH_OUTPUT : 0;
    fit += sameWeights(a, b) ? SAME_WEIGHTS : 0;
    fit += a.name().equals(b.name()) ? SAME_NAME : 0;
    boolean sameSize =
        a.units() == b.units()
            && a.facts().inputs() != null
            && a.facts().inputs().equals(b.facts().inputs());
    return fit > 0 && sameSize ? fit + SAME_SIZE : fit;
  }

  private static boolean sameWeights(LayerResult a, LayerResult b) {
    String hash = a.facts().weights().weightsHash();
    return hash != null && hash.equals(b.facts().weights().weightsHash());
  }

  /** The layers in their order, if the first result has as many hidden ones of the same kinds. */
  private Optional<int[]> byOrder(int result) {
    List<Integer> own = hidden(result);
    List<Integer> first = hidden(0);
    if (own.isEmpty() || !kinds(own, result).equals(kinds(first, 0))) {
      return Optional.empty();
    }
    int[] columnOf = best(result);
    for (int h = 0; h < own.size(); h++) {
      int place = first.get(h);
      columnOf[own.get(h)] =
          IntStream.range(0, columns.size())
              .filter(c -> columns.get(c)[0] == place)
              .findFirst()
              .orElseThrow();
    }
    return Optional.of(columnOf);
  }

  private List<String> kinds(List<Integer> layers, int result) {
    return layers.stream().map(place -> curves.get(result).get(place).kind()).toList();
  }

  private List<Integer> hidden(int result) {
    List<LayerResult> layers = curves.get(result);
    return IntStream.range(0, layers.size())
        .filter(i -> !isOutput(layers.get(i), result))
        .boxed()
        .toList();
  }

  /** Results of old versions do not say it: there it is the last layer, without an activation. */
  private boolean isOutput(LayerResult layer, int result) {
    String role = layer.facts().role();
    if (role != null) {
      return role.equals(LayerFacts.OUTPUT);
    }
    List<LayerResult> curve = curves.get(result);
    return layer.name().equals(curve.get(curve.size() - 1).name())
        && layer.facts().activation() == null;
  }
}
