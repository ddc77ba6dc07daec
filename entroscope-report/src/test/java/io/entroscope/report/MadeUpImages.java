package io.entroscope.report;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ImageTable;
import io.entroscope.result.SampleImage;
import io.entroscope.result.layer.LayerResult;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What a made-up model made of every image: as its confusion matrix says, two samples wrong. */
final class MadeUpImages {
  /** The samples that are taken for another class. */
  static final List<Integer> WRONG = List.of(5, 9);

  private MadeUpImages() {}

  /** The result with its table of images, and with these samples taken for another class. */
  static AnalysisResult with(AnalysisResult result) {
    List<Deque<Integer>> predicted = new ArrayList<>();
    for (long[] row : result.confusion()) {
      Deque<Integer> own = new ArrayDeque<>();
      for (int p = 0; p < row.length; p++) {
        for (long k = 0; k < row[p]; k++) {
          if (p == predicted.size()) {
            own.addFirst(p);
          } else {
            own.addLast(p);
          }
        }
      }
      predicted.add(own);
    }
    List<SampleImage> samples = new ArrayList<>();
    Map<Integer, int[]> rows = new TreeMap<>();
    for (SampleImage image : result.samples()) {
      Deque<Integer> own = predicted.get(image.label());
      int named = WRONG.contains(samples.size()) ? own.removeLast() : own.removeFirst();
      rows.put((int) image.position(), new int[] {image.label(), named});
      samples.add(
          new SampleImage(image.position(), image.name(), image.label(), named, image.png()));
    }
    int position = 0;
    for (int c = 0; c < predicted.size(); c++) {
      for (int named : predicted.get(c)) {
        while (rows.containsKey(position)) {
          position++;
        }
        rows.put(position, new int[] {c, named});
      }
    }
    return Records.with(result, "samples", samples, "images", table(result, rows));
  }

  private static ImageTable table(AnalysisResult result, Map<Integer, int[]> rows) {
    Random random = new Random(5);
    List<String> layers = result.layers().stream().map(LayerResult::name).toList();
    int n = rows.size();
    ByteBuffer positions = little(4 * n);
    ByteBuffer labels = little(4 * n);
    ByteBuffer predicted = little(4 * n);
    ByteBuffer confidence = little(4 * n);
    ByteBuffer entropy = little(4 * n * layers.size());
    rows.forEach(
        (position, row) -> {
          boolean wrong = row[0] != row[1];
          positions.putInt(position);
          labels.putInt(row[0]);
          predicted.putInt(row[1]);
          confidence.putFloat(0.5f + random.nextFloat() / 2);
          for (int l = 0; l < layers.size(); l++) {
            double off = wrong && l >= layers.size() - 2 ? 0.3 : 0;
            entropy.putFloat((float) (2 - 0.3 * l + off + 0.1 * random.nextGaussian()));
          }
        });
    return new ImageTable(
        n,
        layers,
        IntStream.range(0, 20).mapToObj(g -> (long) n / 20).toList(),
        bytes(positions),
        new byte[8 * n],
        bytes(labels),
        bytes(predicted),
        bytes(confidence),
        bytes(confidence),
        bytes(entropy));
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(ByteBuffer values) {
    byte[] bytes = new byte[values.capacity()];
    values.rewind().get(bytes);
    return bytes;
  }
}
