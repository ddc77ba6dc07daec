package io.entroscope.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.MemoryNeed;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.PixelImage;
import io.entroscope.onnx.OnnxModel;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an analysis holds on to while it runs, on Java's heap and in direct buffers: what is still
 * there after a collection, looked at a few times on the way.
 */
class MemoryHeldTest {
  private static final int FEW = 4_000;
  private static final int MANY = 48_000;
  private static final int WIDTH = 1_000;
  private static final int CLASSES = 3;
  private static final int LOOKS = 8;

  /**
   * For a label, a position, and what else a look finds that is not the analysis's. The activations
   * of one image alone are {@code 4 · WIDTH} bytes.
   */
  private static final long PER_IMAGE = 100;

  @TempDir private Path folder;

  private final Random random = new Random(11);
  private final OnnxModel model =
      Network.random(random, 2, Fixtures.PIXELS, WIDTH, CLASSES).model();

  @Test
  void moreImagesHoldHardlyMore() {
    List<PixelImage> some = Fixtures.images(random, FEW);
    List<PixelImage> images =
        Stream.of(Collections.nCopies(MANY / FEW, some))
            .flatMap(List::stream)
            .flatMap(List::stream)
            .toList();
    Fixtures.write(folder, images, random.ints(MANY, 0, CLASSES).toArray());
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      held(plan(data, FEW));
      long few = held(plan(data, FEW));
      AnalysisPlan large = plan(data, MANY);
      long many = held(large);
      MemoryNeed need = MemoryNeed.of(large);
      long levels = need.total() - MemoryNeed.of(plan(data, FEW)).total();
      // How many buffers are in use at a look hangs on the threads.
      long allowed = levels + need.buffers() + PER_IMAGE * (MANY - FEW);
      assertThat(allowed).isLessThan((long) Float.BYTES * WIDTH * (MANY - FEW) / 10);
      assertThat(many - few).as("growth from %d bytes", few).isLessThan(allowed);
    }
  }

  private AnalysisPlan plan(ImageDataSet data, int images) {
    return Planner.plan(
        model,
        data,
        AnalysisOptions.builder()
            .threads(2)
            .batch(64)
            .selection(Selection.ALL.withLimit(images))
            .build());
  }

  private static long held(AnalysisPlan plan) {
    AtomicLong next = new AtomicLong();
    AtomicLong most = new AtomicLong();
    Analyzer.run(
        plan,
        (done, total) -> {
          long look = next.get();
          if (done >= look && next.compareAndSet(look, look + total / LOOKS)) {
            most.accumulateAndGet(held(), Math::max);
          }
        });
    return most.get();
  }

  private static long held() {
    System.gc();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
