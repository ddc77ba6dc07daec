package io.entroscope.onnx.layer;

/**
 * A weight that is NaN or infinite.
 *
 * @param initializer the name of the tensor
 * @param position the index of the value in it, row-major from 0
 * @param value NaN or an infinity
 */
public record NonFiniteWeight(String initializer, long position, double value) {}
