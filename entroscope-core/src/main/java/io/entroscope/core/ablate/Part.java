package io.entroscope.core.ablate;

import io.entroscope.core.ort.OrtEngine;
import java.util.List;
import java.util.Set;

/**
 * A part of a model, loaded.
 *
 * @param engine it
 * @param inputs what it takes: inputs of the model and tensors at which it was cut
 * @param outputs what it makes
 */
record Part(OrtEngine engine, List<String> inputs, Set<String> outputs) implements AutoCloseable {
  Part {
    inputs = List.copyOf(inputs);
    outputs = Set.copyOf(outputs);
  }

  @Override
  public void close() {
    engine.close();
  }
}
