package io.entroscope.study.judge;

import io.entroscope.core.PlanException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One candidate out of a network, and what indicators say of it.
 *
 * @param level as of a {@link io.entroscope.advice.Trial}; null: a layer
 * @param candidate the name of the layer or block
 * @param rest what is left without it
 * @param scores the higher, the sooner it should go; by indicator
 */
record Removal(
    @Nullable String level, String candidate, OnnxModel rest, Map<String, Double> scores) {
  /** A kind of candidates. */
  @FunctionalInterface
  interface Source {
    /**
     * All that can be taken out of a network, one at a time.
     *
     * @param network its name
     * @param result its analysis, with indicators
     * @param notes receives a line on what cannot be judged
     * @throws PlanException if there is nothing to judge
     */
    List<Removal> of(
        String network, OnnxModel model, AnalysisResult result, Consumer<String> notes);
  }
}
