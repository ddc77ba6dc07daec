package io.entroscope.stats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Merges the states of segments 0 .. count−1 in one fixed order, whatever the order they arrive in:
 * up a binary tree whose nodes are aligned runs of segments of power-of-two length. So floating
 * point gives the same bits for any number of threads or machines. A segment that arrives twice is
 * an error: nothing is counted twice.
 *
 * <p>Holds at most one unmerged state per level and gap. Not for several threads.
 *
 * @param <S> the state
 */
public final class CanonicalMerge<S> {
  private final int count;
  private final int levels;
  private final BinaryOperator<S> merge;
  private final Map<Node, S> nodes = new HashMap<>();

  /**
   * An aligned run of {@code 2^level} segments, the one at {@code index · 2^level} first; the run
   * at the end of the data may be shorter.
   *
   * @param level 0 for a single segment
   * @param index its place among the runs of its level
   */
  public record Node(int level, int index) {
    Node parent() {
      return new Node(level + 1, index / 2);
    }

    long first() {
      return (long) index << level;
    }

    long end() {
      return (index + 1L) << level;
    }
  }

  /**
   * A merge of so many segments.
   *
   * @param count at least 1
   * @param merge of a state and the one right after it
   */
  public CanonicalMerge(int count, BinaryOperator<S> merge) {
    if (count < 1) {
      throw new IllegalArgumentException("a merge of " + count + " segments");
    }
    this.count = count;
    this.levels = count == 1 ? 0 : 32 - Integer.numberOfLeadingZeros(count - 1);
    this.merge = merge;
  }

  /** Adds the state of one segment. */
  public void add(int segment, S state) {
    add(new Node(0, segment), state);
  }

  /**
   * Adds the state of an aligned run of segments.
   *
   * @throws IllegalArgumentException if it lies outside, or overlaps what is already there
   */
  public void add(Node node, S state) {
    if (node.level() < 0 || node.level() > levels || node.index() < 0 || node.first() >= count) {
      throw new IllegalArgumentException(node + " is not one of " + count + " segments");
    }
    for (Node there : nodes.keySet()) {
      if (node.first() < there.end() && there.first() < node.end()) {
        throw new IllegalArgumentException(node + " overlaps " + there + ": counted twice");
      }
    }
    Node at = node;
    S merged = state;
    while (at.level() < levels) {
      Node sibling = new Node(at.level(), at.index() ^ 1);
      if (sibling.first() < count) {
        S other = nodes.remove(sibling);
        if (other == null) {
          break;
        }
        merged =
            at.index() < sibling.index() ? merge.apply(merged, other) : merge.apply(other, merged);
      }
      at = at.parent();
    }
    nodes.put(at, merged);
  }

  /** The unmerged runs and their states: what a part of the work hands to the whole. */
  public Map<Node, S> nodes() {
    return Map.copyOf(nodes);
  }

  /** Whether every segment has arrived. */
  public boolean complete() {
    return nodes.containsKey(root());
  }

  /** The run of all segments. */
  public Node root() {
    return new Node(levels, 0);
  }

  /**
   * The state of all segments.
   *
   * @throws IllegalStateException if one is missing
   */
  public S result() {
    S root = nodes.get(root());
    if (root == null) {
      List<Node> there = new ArrayList<>(nodes.keySet());
      throw new IllegalStateException("segments are missing; of " + count + " there are " + there);
    }
    return root;
  }
}
