package io.entroscope.onnx.layer;

import io.entroscope.onnx.OnnxException;
import io.entroscope.setting.Setting;
import java.util.Optional;
import java.util.Set;

/**
 * A layer of a model that can be observed.
 *
 * @param name a short name that a person recognises, unique in the model
 * @param node the name of the node that holds the weights; of a node without a name, its first
 *     output
 * @param kind fully connected or convolution
 * @param path what it takes and gives
 * @param unitAxis the axis of its tensors that runs over the units: 1, or −1 for the last and −2
 *     for the one before it
 * @param units the number of neurons or output channels
 * @param inputs the number of inputs of each unit (its fan-in)
 * @param parameters weights, biases and scales of this layer, batch normalization included; shared
 *     ones count in each layer that uses them
 * @param last whether this is a fully connected layer after which no other layer comes
 * @param aliases other names that mean this layer: its node, its weights and its tensors
 */
public record Layer(
    String name,
    String node,
    LayerKind kind,
    Path path,
    int unitAxis,
    int units,
    int inputs,
    long parameters,
    boolean last,
    Set<String> aliases) {
  public Layer {
    if (units < 1 || inputs < 1 || (unitAxis != 1 && unitAxis != -1 && unitAxis != -2)) {
      throw new OnnxException("layer '" + name + "' would have no units, inputs or unit axis");
    }
    if (path.preactivation().isEmpty() && path.activation().isEmpty()) {
      throw new OnnxException("layer '" + name + "' would have no tensor to observe");
    }
    aliases = Set.copyOf(aliases);
  }

  /**
   * What a layer takes and gives.
   *
   * @param input the tensor that the layer takes
   * @param preactivation the tensor that the activation function takes: after bias, batch
   *     normalization and steps that only change the form; empty if an optimizer has fused the
   *     activation into the layer
   * @param activation the nonlinearity that follows; empty if none does, and for the last fully
   *     connected layer, which is observed by its logits
   * @param reading how these tensors are read
   */
  public record Path(
      String input,
      Optional<String> preactivation,
      Optional<Activation> activation,
      Reading reading) {}

  /** The same layer under another name. */
  public Layer withName(String other) {
    return new Layer(other, node, kind, path, unitAxis, units, inputs, parameters, last, aliases);
  }

  /** {@link Path#input}. */
  public String input() {
    return path.input();
  }

  /** {@link Path#preactivation}. */
  public Optional<String> preactivation() {
    return path.preactivation();
  }

  /** {@link Path#activation}. */
  public Optional<Activation> activation() {
    return path.activation();
  }

  /** {@link Path#reading}. */
  public Reading reading() {
    return path.reading();
  }

  /** The tensor after the activation function; where there is none, the one before it. */
  public String output() {
    return activation().map(Activation::output).or(this::preactivation).orElseThrow();
  }

  /**
   * The tensor at a position.
   *
   * @throws OnnxException if the layer's activation is fused into it and so there is no tensor
   *     before it
   */
  public String tensor(Position position) {
    if (position == Position.OUTPUT) {
      return output();
    }
    return preactivation()
        .orElseThrow(
            () ->
                new OnnxException(
                    "layer '"
                        + name
                        + "' has its activation fused into it and cannot be observed before it; use"
                        + " "
                        + Setting.AT
                        + " output, or the model as it was before it was optimized"));
  }

  /** The axis of the units in a tensor of this rank: 1, rank − 1 or rank − 2. */
  public int unitAxis(int rank) {
    return unitAxis < 0 ? rank + unitAxis : unitAxis;
  }
}
