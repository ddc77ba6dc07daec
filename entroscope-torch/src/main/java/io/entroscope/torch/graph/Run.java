package io.entroscope.torch.graph;

import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * The mode of a run of a graph.
 *
 * @param training whether dropout is active; otherwise each node runs in its own mode
 * @param statisticsFollow in training, whether normalisation uses, and learns from, the batch's own
 *     statistics; otherwise it uses the running ones and leaves them as they are
 * @param seed of everything random in this run
 */
public record Run(boolean training, boolean statisticsFollow, long seed) {
  /** A run as the graph is written, which for an exported model means inference. */
  public static final Run INFERENCE = new Run(false, false, 0);

  /** A run for training, whose randomness this seed alone decides. */
  public static Run training(long seed) {
    return new Run(true, true, seed);
  }

  /** A run for training that leaves the statistics of normalisation as they are. */
  public static Run fineTuning(long seed) {
    return new Run(true, false, seed);
  }

  /** A generator for one node of this run; nodes get streams of their own by their position. */
  GeneratorOptional generator(int position) {
    Generator generator = torch.make_generator_cpu(seed * 0x9E3779B97F4A7C15L + position);
    return new GeneratorOptional(generator);
  }
}
