package io.entroscope.onnx.block;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.layer.internal.ActivationFinder;
import io.entroscope.onnx.layer.internal.ActivationRegion;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what closes each block. An activation that takes all of a sum belongs to the block. A
 * normalisation does so only if the stream goes on behind it: a block adds to the normalised sum,
 * or this is the last block behind such ones. Otherwise it is the head's, or the next stage's.
 */
final class Closures {
  private final ActivationFinder activations;
  private final Normalizations normalizations;
  private final Set<String> streams = new HashSet<>();
  private final Set<String> normalizedStreams = new HashSet<>();

  Closures(Graph graph, DataFlow flow, Constants constants, List<Residual> residuals) {
    this.activations = new ActivationFinder(graph, constants);
    this.normalizations = new Normalizations(graph, flow);
    residuals.forEach(residual -> streams.addAll(residual.streams()));
  }

  /** What closes a block; blocks are asked for in topological order. */
  Closure of(Residual residual) {
    Closure closure = closure(residual);
    if (closure.closing() == Closing.NORMALIZATION) {
      normalizedStreams.add(closure.output());
    }
    return closure;
  }

  private Closure closure(Residual residual) {
    ResidualSum sum = residual.sum();
    if (sum.normalized().isPresent()) {
      return fused(sum, residual);
    }
    String tensor = sum.tensor();
    Optional<String> activated = activated(tensor);
    if (activated.isPresent()) {
      return new Closure(Closing.ACTIVATION, activated.get());
    }
    return normalizations
        .behind(tensor)
        .flatMap(normalized -> normalized(normalized, residual))
        .orElseGet(() -> new Closure(Closing.NONE, tensor));
  }

  private Closure fused(ResidualSum sum, Residual residual) {
    String normalized = sum.normalized().orElseThrow();
    boolean goesOn = sum.sum().filter(streams::contains).isPresent();
    if (!goesOn && (streams.contains(normalized) || follows(residual))) {
      return new Closure(Closing.NORMALIZATION, normalized);
    }
    return new Closure(Closing.NONE, sum.tensor());
  }

  private Optional<Closure> normalized(String normalized, Residual residual) {
    Optional<String> activated = activated(normalized);
    if (activated.filter(streams::contains).isPresent()) {
      return Optional.of(new Closure(Closing.NORMALIZATION, activated.get()));
    }
    return streams.contains(normalized) || follows(residual)
        ? Optional.of(new Closure(Closing.NORMALIZATION, normalized))
        : Optional.empty();
  }

  private boolean follows(Residual residual) {
    return normalizedStreams.contains(residual.input());
  }

  private Optional<String> activated(String tensor) {
    return activations.find(tensor, constant -> true).map(ActivationRegion::output);
  }
}
