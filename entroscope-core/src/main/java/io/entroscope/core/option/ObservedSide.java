package io.entroscope.core.option;

import io.entroscope.onnx.layer.Position;
import java.util.List;
import java.util.Locale;

/** Where layers are observed: after the activation function, before it, or both. */
public enum ObservedSide {
  /** After the activation function; the last layer's logits. */
  OUTPUT,
  /** Before the activation function. */
  PREACTIVATION,
  /** Both. */
  BOTH;

  /** The positions; the first is the one that a result's layers show directly. */
  public List<Position> positions() {
    return switch (this) {
      case OUTPUT -> List.of(Position.OUTPUT);
      case PREACTIVATION -> List.of(Position.PREACTIVATION);
      case BOTH -> List.of(Position.OUTPUT, Position.PREACTIVATION);
    };
  }

  /** The word on the command line and in results. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
