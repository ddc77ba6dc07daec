package io.entroscope.spark;

import io.entroscope.core.PlanException;
import io.entroscope.core.state.PartialState;
import io.entroscope.core.state.StateFile;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Merges the states of all parts into one: neighbours first, on the executors, level by level, so
 * that the driver never holds more than it has to. Small states go to the driver at once.
 */
final class StateMerge {
  /** So many neighbours become one state. */
  private static final int FAN_IN = 8;

  /** Up to this many bytes in all, another stage would cost more than it saves. */
  static final long SMALL = 16L << 20;

  /** A little less than Java's longest array. */
  private static final long LARGEST = 2_000L << 20;

  private StateMerge() {}

  /**
   * Checks that a state can travel.
   *
   * @throws PlanException if it may be too large to be sent in one piece
   */
  static void requireSendable(long bytes) {
    if (bytes > LARGEST) {
      throw new PlanException(
          "what is added up in this analysis comes to "
              + (bytes >> 20)
              + " MiB, and Spark sends at most "
              + (LARGEST >> 20)
              + " MiB in one piece; observe fewer --layers or --classes");
    }
  }

  /**
   * The packed state of all parts.
   *
   * @param small up to this many bytes in all go to the driver at once
   */
  static byte[] merge(
      Broadcast<Work> told,
      JavaRDD<Outcome> outcomes,
      List<Outcome.Summary> summaries,
      long small) {
    long bytes = summaries.stream().mapToLong(Outcome.Summary::stateBytes).sum();
    JavaPairRDD<Integer, byte[]> states =
        outcomes.mapToPair(
            outcome -> new Tuple2<>(outcome.part(), Objects.requireNonNull(outcome.state())));
    int count = summaries.size();
    try {
      while (count > 1 && bytes > small) {
        int next = (count + FAN_IN - 1) / FAN_IN;
        states =
            states
                .mapToPair(state -> new Tuple2<>(state._1() / FAN_IN, state._2()))
                .partitionBy(new Neighbours(next))
                .mapPartitionsToPair(group -> united(told.value(), group));
        count = next;
      }
      List<byte[]> left = states.values().collect();
      return left.size() == 1
          ? left.get(0)
          : Loaded.use(told.value(), loaded -> union(loaded, left.get(0), left.listIterator(1)));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw PartsJob.failure(e);
    }
  }

  private static Iterator<Tuple2<Integer, byte[]>> united(
      Work work, Iterator<Tuple2<Integer, byte[]>> group) {
    if (!group.hasNext()) {
      return List.<Tuple2<Integer, byte[]>>of().iterator();
    }
    Tuple2<Integer, byte[]> first = group.next();
    byte[] all = Loaded.use(work, loaded -> union(loaded, first._2(), new States(group)));
    return List.of(new Tuple2<>(first._1(), all)).iterator();
  }

  /** The states of a group without their keys. */
  private record States(Iterator<Tuple2<Integer, byte[]>> group) implements Iterator<byte[]> {
    @Override
    public boolean hasNext() {
      return group.hasNext();
    }

    @Override
    public byte[] next() {
      return group.next()._2();
    }
  }

  /** One state of several, of which only the next is in memory beside it. */
  private static byte[] union(Loaded loaded, byte[] first, Iterator<byte[]> others) {
    PartialState all = StateFile.unpack(first, loaded.plan());
    while (others.hasNext()) {
      PartialState next = StateFile.unpack(others.next(), loaded.plan());
      all = PartialState.union(loaded.plan(), Map.of("a part", all, "another part", next));
    }
    return StateFile.pack(all);
  }

  /** Sends a group's states to the partition of its number. */
  private static final class Neighbours extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int groups;

    Neighbours(int groups) {
      this.groups = groups;
    }

    @Override
    public int numPartitions() {
      return groups;
    }

    @Override
    public int getPartition(Object group) {
      return (Integer) group;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Neighbours that && groups == that.groups;
    }

    @Override
    public int hashCode() {
      return groups;
    }
  }
}
