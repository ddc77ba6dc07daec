package io.entroscope.core.run;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.observe.ExposeTensors;
import io.entroscope.result.layer.FeatureMap;
import io.entroscope.setting.Setting;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Computes the feature maps of each convolution for a few sampled images. */
public final class FeatureMaps {
  /** Larger maps are reduced by averaging over squares of pixels. */
  private static final int MOST_SIDE = 48;

  private static final int RANK = 4;
  private static final int BATCH = 8;

  private final AnalysisPlan plan;
  private final List<Tap> taps;
  // From the position of an image to its index among the result's samples.
  private final Map<Integer, Integer> images = new TreeMap<>();

  private FeatureMaps(AnalysisPlan plan, int[] shown) {
    this.plan = plan;
    this.taps =
        plan.taps().stream()
            .filter(
                tap ->
                    tap.outputs().point().layer().kind() == LayerKind.CONVOLUTION
                        && tap.shape().size() == RANK
                        && tap.outputs().point().isPlain())
            .toList();
    int[] taken = new int[plan.labels().size()];
    for (int i = 0; i < shown.length; i++) {
      int place = plan.samples().places()[shown[i]];
      if (taken[place]++ < plan.options().featureMaps()) {
        images.put(plan.samples().positions()[shown[i]], i);
      }
    }
  }

  /**
   * The maps of each convolution, by observed tensor; empty if none were asked for.
   *
   * @param shown indices in the sample of the images in the result, in its order
   */
  public static Map<String, List<FeatureMap>> of(AnalysisPlan plan, int[] shown) {
    FeatureMaps maps = new FeatureMaps(plan, shown);
    return maps.taps.isEmpty() || maps.images.isEmpty() ? Map.of() : maps.run();
  }

  private Map<String, List<FeatureMap>> run() {
    List<String> tensors = taps.stream().map(tap -> tap.outputs().point().tensor()).toList();
    Feed of = plan.feed();
    int batch = of.fixedBatch() > 0 ? of.fixedBatch() : BATCH;
    Feed feed = of.ofAtMost(batch);
    int[] positions = images.keySet().stream().mapToInt(Integer::intValue).toArray();
    BatchPlan batches = BatchPlan.of(positions, batch);
    FeatureMap[][] found = new FeatureMap[taps.size()][positions.length];
    Map<String, List<Long>> floats = new HashMap<>();
    taps.forEach(tap -> floats.put(tap.outputs().point().tensor(), tap.shape().subList(1, RANK)));
    try (OrtEngine engine =
            OrtEngine.open(
                new ExposeTensors(tensors).apply(plan.model()),
                plan.options().device(),
                Optimization.ALL);
        OrtRunner runner = new OrtRunner(engine, feed, floats, java.util.Set.of());
        BatchReader reader = plan.input().read(batches, 0, batches.batches(), new Ahead(1, 2))) {
      while (true) {
        try (Batch next = reader.next()) {
          if (next == null) {
            break;
          }
          runner.run(next.tensors(), next.count());
          for (int t = 0; t < taps.size(); t++) {
            keep(taps.get(t), runner, next, positions, found[t]);
          }
        }
      }
    }
    Map<String, List<FeatureMap>> maps = new HashMap<>();
    for (int t = 0; t < taps.size(); t++) {
      maps.put(tensors.get(t), ordered(found[t]));
    }
    return maps;
  }

  private void keep(Tap tap, OrtRunner runner, Batch batch, int[] positions, FeatureMap[] into) {
    FloatBuffer values = runner.floats(tap.outputs().point().tensor());
    int channels = Math.toIntExact(tap.shape().get(1));
    int height = Math.toIntExact(tap.shape().get(2));
    int width = Math.toIntExact(tap.shape().get(3));
    for (int i = 0; i < batch.count(); i++) {
      float[] map = new float[channels * height * width];
      values.get(i * map.length, map);
      int position = batch.position(i);
      into[Arrays.binarySearch(positions, position)] =
          map(images.getOrDefault(position, -1), map, channels, height, width);
    }
  }

  private static List<FeatureMap> ordered(FeatureMap[] maps) {
    List<FeatureMap> ordered = new ArrayList<>();
    for (FeatureMap map : maps) {
      if (map != null) {
        ordered.add(map);
      }
    }
    ordered.sort(java.util.Comparator.comparingInt(FeatureMap::sample));
    return ordered;
  }

  /**
   * Maps {@code [C, H, W]}, reduced if large, at 8 bits between each channel's minimum and maximum.
   */
  static FeatureMap map(int sample, float[] values, int channels, int height, int width) {
    int factor = (Math.max(height, width) + MOST_SIDE - 1) / MOST_SIDE;
    int h = (height + factor - 1) / factor;
    int w = (width + factor - 1) / factor;
    float[] low = new float[channels];
    float[] high = new float[channels];
    byte[] pixels = new byte[channels * h * w];
    for (int c = 0; c < channels; c++) {
      float[] small = averaged(values, c * height * width, height, width, factor, h, w);
      low[c] = Float.POSITIVE_INFINITY;
      high[c] = Float.NEGATIVE_INFINITY;
      for (float value : small) {
        low[c] = Math.min(low[c], value);
        high[c] = Math.max(high[c], value);
      }
      if (!Float.isFinite(low[c]) || !Float.isFinite(high[c])) {
        throw new AnalysisException(
            "channel " + c + " of a feature map is not finite; leave out " + Setting.FEATURE_MAPS);
      }
      float range = high[c] - low[c];
      for (int i = 0; i < small.length; i++) {
        pixels[c * h * w + i] =
            (byte) (range == 0 ? 0 : Math.round(255 * (small[i] - low[c]) / range));
      }
    }
    return new FeatureMap(sample, h, w, low, high, Base64.getEncoder().encodeToString(pixels));
  }

  private static float[] averaged(
      float[] values, int offset, int height, int width, int factor, int h, int w) {
    float[] small = new float[h * w];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int bottom = Math.min((y + 1) * factor, height);
        int right = Math.min((x + 1) * factor, width);
        double sum = 0;
        for (int row = y * factor; row < bottom; row++) {
          for (int column = x * factor; column < right; column++) {
            sum += values[offset + row * width + column];
          }
        }
        small[y * w + x] = (float) (sum / ((bottom - y * factor) * (right - x * factor)));
      }
    }
    return small;
  }
}
