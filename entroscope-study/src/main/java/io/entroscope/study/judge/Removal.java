package io.entroscope.study.judge;

import io.entroscope.onnx.OnnxModel;
import java.util.Map;

/**
 * One layer out of a network, and what indicators say of it.
 *
 * @param layer its name
 * @param rest what is left without it
 * @param scores the higher, the sooner it should go; by indicator
 */
record Removal(String layer, OnnxModel rest, Map<String, Double> scores) {}
