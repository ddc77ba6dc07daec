package io.entroscope.onnx.block;

/**
 * What belongs to a block behind its sum.
 *
 * @param closing what it is
 * @param output the tensor behind it
 */
record Closure(Closing closing, String output) {}
