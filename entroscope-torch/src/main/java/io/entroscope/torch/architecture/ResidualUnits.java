package io.entroscope.torch.architecture;

import io.entroscope.torch.architecture.Architecture.Residual;

/**
 * Writes residual units, named as torchvision names them: {@code layer2.1} is the second unit of
 * the second stage, and a stage ends where shape or channels change.
 */
final class ResidualUnits {
  private static final int KERNEL = 3;

  private final Stack stack;
  private int stage;
  private int unit;

  ResidualUnits(Stack stack) {
    this.stack = stack;
  }

  void add(Residual layer) {
    boolean changes = layer.stride() > 1 || layer.channels() != stack.channels();
    if (stage == 0 || changes) {
      stage++;
      unit = 0;
    }
    String name = "layer" + stage + "." + unit++;
    String input = stack.tensor();
    int channels = stack.channels();
    int height = stack.height();
    int width = stack.width();
    stack.convolve(name + ".conv1", layer.channels(), KERNEL, layer.stride());
    stack.activate(name + ".conv1");
    stack.convolve(name + ".conv2", layer.channels(), KERNEL, 1);
    String branch = stack.tensor();
    if (changes) {
      stack.at(input, channels, height, width);
      stack.convolve(name + ".shortcut", layer.channels(), 1, layer.stride());
    }
    String shortcut = changes ? stack.tensor() : input;
    stack.at(
        stack
            .graph()
            .step("Add")
            .named(name + ".add")
            .inputs(branch, shortcut)
            .outputs(name + ".sum")
            .add());
    stack.activate(name);
  }

  /** Averages over all positions, if there are residual units: [N, channels]. */
  void finish() {
    if (stage == 0) {
      return;
    }
    String averaged =
        stack
            .graph()
            .step("GlobalAveragePool")
            .named("average")
            .inputs(stack.tensor())
            .outputs("average_output")
            .add();
    stack.at(averaged, stack.channels(), 1, 1);
  }
}
