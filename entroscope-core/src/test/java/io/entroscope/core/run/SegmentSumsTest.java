package io.entroscope.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.Fixtures;
import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches cut into pieces, gathered in bundles and added up: without a model's run in between. */
class SegmentSumsTest {
  private static final long SEED = Seeds.seed(20261130L);
  private static final int IMAGES = 2 * 2048 + 333;

  @TempDir private Path folder;

  private ImageDataSet data = null;
  private AnalysisPlan plan = null;

  @BeforeEach
  void open() {
    Random random = new Random(SEED);
    OnnxModel model = Network.random(random, 2, Fixtures.PIXELS, 5, 3).model();
    Fixtures.write(folder, Fixtures.images(random, IMAGES), random.ints(IMAGES, 0, 3).toArray());
    data = DataSets.open(DataSpec.of(folder));
    plan = Planner.plan(model, data, AnalysisOptions.builder().threads(1).build());
  }

  @AfterEach
  void close() {
    data.close();
  }

  private BatchReader batches() {
    return plan.read(new Ahead(1, 4));
  }

  /** For plans without indicators. */
  private SegmentSums folds() {
    return new SegmentSums(
        plan,
        (x, height, width, total) -> {
          throw new AssertionError("no covariance was asked for");
        });
  }

  @Test
  void everyImageIsInOnePieceAndEveryBundleIsDoneOnce() {
    SegmentSums folds = folds();
    BitSet seen = new BitSet();
    int done = 0;
    try (BatchReader source = batches()) {
      BatchPieces pieces = new BatchPieces(plan, plan.feed(), source, folds::buffer);
      for (var piece = pieces.next(); piece != null; piece = pieces.next()) {
        assertThat(piece.count()).isLessThanOrEqualTo(pieces.images());
        for (int i = 0; i < piece.count(); i++) {
          int position = piece.batch().position(piece.from() + i);
          assertThat(seen.get(position)).as("image %d twice", position).isFalse();
          seen.set(position);
        }
        done += piece.done() ? 1 : 0;
      }
    }
    assertThat(seen.cardinality()).isEqualTo(IMAGES);
    int last = plan.batches().batches() - 1;
    assertThat(done).isEqualTo(plan.bundles().of(last) + 1).isGreaterThan(3);
  }

  @Test
  void aBundleOrdersItsImagesByPositionAndWithinClasses() {
    SegmentSums folds = folds();
    try (BatchReader source = batches()) {
      BatchPieces pieces = new BatchPieces(plan, plan.feed(), source, folds::buffer);
      for (var piece = pieces.next(); piece != null; piece = pieces.next()) {
        var bundle = piece.buffer();
        if (!piece.done()) {
          continue;
        }
        for (int i = 1; i < bundle.count(); i++) {
          int before = bundle.inOrder(i - 1);
          int image = bundle.inOrder(i);
          assertThat(bundle.position(image)).isGreaterThan(bundle.position(before));
          before = bundle.byClass(i - 1);
          image = bundle.byClass(i);
          assertThat(bundle.place(image)).isGreaterThanOrEqualTo(bundle.place(before));
          if (bundle.place(image) == bundle.place(before)) {
            assertThat(bundle.position(image)).isGreaterThan(bundle.position(before));
          }
        }
        for (int i = 0; i < bundle.count(); i++) {
          int image = bundle.inOrder(i);
          assertThat(plan.labels().get(bundle.place(image)))
              .isEqualTo(data.label(bundle.position(image)));
        }
      }
    }
  }

  /** Adds all bundles, filled with numbers whose sum depends on the order, in this order. */
  private byte[] sums(List<Integer> order) throws IOException {
    SegmentSums folds = folds();
    List<Runnable> adders = new ArrayList<>();
    try (BatchReader source = batches()) {
      BatchPieces pieces = new BatchPieces(plan, plan.feed(), source, folds::buffer);
      for (var piece = pieces.next(); piece != null; piece = pieces.next()) {
        var bundle = piece.buffer();
        if (piece.done()) {
          for (int i = 0; i < bundle.count(); i++) {
            int image = bundle.inOrder(i);
            Random random = new Random(SEED + bundle.position(image));
            for (int t = 0; t < plan.taps().size(); t++) {
              var tap = bundle.tap(t);
              for (int unit = 0; unit < tap.units(); unit++) {
                tap.activations()[tap.offset(image) + unit] =
                    (float) (random.nextGaussian() * Math.pow(10, random.nextInt(12)));
              }
            }
          }
          adders.add(() -> folds.add(bundle));
        }
      }
    }
    for (int i = 0; i < adders.size(); i++) {
      adders.get(order.isEmpty() ? i : order.get(i)).run();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (var node : folds.bySegments().values()) {
      for (var tap : node.taps()) {
        tap.sums().writeTo(out);
      }
    }
    assertThat(bytes.size()).isPositive();
    return bytes.toByteArray();
  }

  @Test
  void theOrderInWhichBundlesAreReadyDoesNotChangeABit() throws IOException {
    byte[] inOrder = sums(List.of());
    int bundles = plan.bundles().of(plan.batches().batches() - 1) + 1;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < bundles; i++) {
      order.add(i);
    }
    Collections.reverse(order);
    assertThat(sums(order)).as("reversed, seed %d", SEED).isEqualTo(inOrder);
    for (int turn = 0; turn < 3; turn++) {
      Collections.shuffle(order, new Random(SEED + turn));
      assertThat(sums(order)).as("%s, seed %d", order, SEED).isEqualTo(inOrder);
    }
  }
}
