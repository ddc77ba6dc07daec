package io.entroscope.onnx.layer;

/**
 * The nonlinearity that follows a layer.
 *
 * @param name what it computes, such as {@code Relu} or {@code Gelu}, however many nodes it is
 *     written with; a function without a common name is called after its nodes
 * @param output the tensor that it makes
 */
public record Activation(String name, String output) {}
