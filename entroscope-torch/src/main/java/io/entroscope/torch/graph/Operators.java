package io.entroscope.torch.graph;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The one table of the operators that the executor has, by their ONNX names. */
public final class Operators {
  private static final Map<String, Entry> ALL = registered();

  private Operators() {}

  /** The names of the operators that can be run with gradients, in the default domain. */
  public static SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(ALL.keySet());
    names.add(Program.CONSTANT);
    return names;
  }

  static Optional<Entry> find(String operator) {
    return Optional.ofNullable(ALL.get(operator));
  }

  private static Map<String, Entry> registered() {
    Registry registry = new Registry();
    ElementwiseOperators.register(registry);
    ActivationOperators.register(registry);
    ConvolutionOperators.register(registry);
    PoolingOperators.register(registry);
    MatrixOperators.register(registry);
    ReductionOperators.register(registry);
    NormalizationOperators.register(registry);
    ShapeOperators.register(registry);
    IndexingOperators.register(registry);
    ResizeOperators.register(registry);
    return registry.entries;
  }

  /** An operator, and which of its inputs a training may change. */
  static final class Entry {
    private final Kernel.Factory factory;
    private final Set<Integer> trainable;
    private final Set<Integer> buffers = new HashSet<>();

    private Entry(Kernel.Factory factory, Set<Integer> trainable) {
      this.factory = factory;
      this.trainable = trainable;
    }

    Kernel create(Node node) {
      return factory.create(node);
    }

    /** Whether this input may be a weight that gradients change. */
    boolean trains(int input) {
      return trainable.contains(input);
    }

    /** Whether this input is a statistic that follows the data. */
    boolean follows(int input) {
      return buffers.contains(input);
    }

    void buffers(Integer... inputs) {
      buffers.addAll(Arrays.asList(inputs));
    }
  }

  /** Takes the operators, one file of them at a time. */
  static final class Registry {
    private final Map<String, Entry> entries = new TreeMap<>();

    /** Adds an operator; {@code trainable} are the positions of the inputs that may be weights. */
    Entry add(String name, Kernel.Factory factory, Integer... trainable) {
      Entry entry = new Entry(factory, Set.of(trainable));
      if (entries.put(name, entry) != null) {
        throw new IllegalStateException("operator " + name + " is registered twice");
      }
      return entry;
    }
  }
}
