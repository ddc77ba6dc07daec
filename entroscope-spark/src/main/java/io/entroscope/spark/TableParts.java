package io.entroscope.spark;

import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.format.DataSets;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Parts of the work over tables: Spark reads the rows wherever it likes, and a shuffle brings those
 * of each part together, in order.
 */
final class TableParts {
  private TableParts() {}

  /**
   * Which place a row has among the plan's images, and which part each place is in.
   *
   * @param starts the position of each file's first row
   * @param positions of the plan's images, increasing; null: all rows, so that position is place
   * @param firsts the first place of each part, and last the number of images
   * @param shown positions of the images that the result shows, increasing
   * @param withBytes whether it shows their pixels too
   */
  private record Places(
      Map<String, Integer> starts,
      int @Nullable [] positions,
      int[] firsts,
      int[] shown,
      boolean withBytes)
      implements Serializable {
    static Places of(AnalysisPlan plan, ParquetTable table, Work work) {
      BatchPlan batches = plan.batches();
      int[] samples = plan.samples().positions();
      boolean[] shown = plan.samples().shown();
      return new Places(
          table.starts(),
          batches.images() == table.size() ? null : positions(batches),
          IntStream.rangeClosed(0, work.parts())
              .map(part -> work.firstImage(batches, part))
              .toArray(),
          IntStream.range(0, samples.length).filter(i -> shown[i]).map(i -> samples[i]).toArray(),
          plan.needsPixelsOfShown());
    }

    private static int[] positions(BatchPlan batches) {
      return IntStream.range(0, batches.batches())
          .flatMap(batch -> IntStream.of(batches.positions(batch)))
          .toArray();
    }

    /** The place of a position; negative if it was not chosen. */
    int place(int position) {
      return positions == null ? position : Arrays.binarySearch(positions, position);
    }

    /** The positions of a part's images. */
    int[] positions(int part) {
      int from = firsts[part];
      int to = firsts[part + 1];
      return positions == null
          ? IntStream.range(from, to).toArray()
          : Arrays.copyOfRange(positions, from, to);
    }

    int start(String file) {
      return Objects.requireNonNull(
          starts.get(file), () -> file + " was not there when the analysis was planned");
    }
  }

  static JavaRDD<Outcome> run(
      JavaSparkContext spark, AnalysisPlan plan, ParquetTable table, Broadcast<Work> told) {
    Broadcast<Places> places = spark.broadcast(Places.of(plan, table, told.value()));
    return table
        .rows()
        .toJavaRDD()
        .map(row -> row(places.value(), row))
        .mapToPair(row -> new Tuple2<>(places.value().place(row.position()), row))
        .filter(row -> row._1() >= 0)
        .repartitionAndSortWithinPartitions(new ByPlace(places.value().firsts()))
        .mapPartitionsWithIndex(
            (part, rows) -> List.of(run(told.value(), places.value(), part, rows)).iterator(),
            false);
  }

  private static TableRow row(Places places, Row row) {
    return TableRow.of(row, places.start(row.getString(0)));
  }

  private static Outcome run(
      Work work, Places places, int part, Iterator<Tuple2<Integer, TableRow>> rows) {
    int[] positions = places.positions(part);
    RowSupply supply = new RowSupply(rows, positions, places.shown(), places.withBytes());
    return Loaded.use(
        work,
        loaded -> {
          try (ImageDataSet images = DataSets.supplied(Path.of(""), work.facts(), supply)) {
            Outcome outcome = SparkRunner.runPart(work, loaded, part, images, positions);
            return outcome.keeping(supply.kept());
          }
        });
  }

  /** Sends rows to the part that their place is in. */
  private static final class ByPlace extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int[] firsts;

    ByPlace(int[] firsts) {
      this.firsts = firsts;
    }

    @Override
    public int numPartitions() {
      return firsts.length - 1;
    }

    @Override
    public int getPartition(Object place) {
      int found = Arrays.binarySearch(firsts, (Integer) place);
      return found >= 0 ? found : -found - 2;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ByPlace that && Arrays.equals(firsts, that.firsts);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(firsts);
    }
  }
}
