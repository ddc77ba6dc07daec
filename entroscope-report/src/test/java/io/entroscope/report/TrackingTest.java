package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultException;
import io.entroscope.result.TrainingHistory;
import io.entroscope.result.derived.Tracking;
import io.entroscope.result.derived.Tracking.Checkpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checkpoints as a history of training. */
class TrackingTest {
  private static AnalysisResult checkpoint(String path, double accuracy) {
    AnalysisResult base = MadeUp.mnist();
    return Records.with(
        base, "model", Records.with(base.model(), "path", path), "accuracy", accuracy);
  }

  @Test
  void historyIsInOrderOfEpochsAndKeepsTheNumbers() {
    AnalysisResult first = checkpoint("e1.onnx", 0.5);
    AnalysisResult last = checkpoint("e2.onnx", 0.9);
    AnalysisResult tracked =
        Tracking.over(List.of(new Checkpoint(2, last), new Checkpoint(1, first)));
    assertThat(tracked.model().path()).isEqualTo("e2.onnx");
    TrainingHistory history = tracked.training();
    assertThat(history).isNotNull();
    assertThat(history.layers()).containsExactly("fc1", "fc2", "fc3");
    assertThat(history.epochs()).extracting(TrainingHistory.Epoch::epoch).containsExactly(1.0, 2.0);
    assertThat(history.epochs())
        .extracting(TrainingHistory.Epoch::accuracy)
        .containsExactly(0.5, 0.9);
    assertThat(history.epochs().get(0).model()).isEqualTo("e1.onnx");
    assertThat(history.epochs().get(0).patternEntropyNormalized()[1][3])
        .isEqualTo(first.layers().get(3).classes().get(3).patternEntropy().normalized());
    assertThat(history.epochs().get(0).meanStandardError()[2])
        .isEqualTo(first.layers().get(4).mean().pattern().standardError());
  }

  @Test
  void checkpointsMustBeAnalysedAlike() {
    AnalysisResult one = checkpoint("e1.onnx", 0.5);
    AnalysisResult other = MadeUp.cifar();
    assertThatThrownBy(
            () -> Tracking.over(List.of(new Checkpoint(1, other), new Checkpoint(2, one))))
        .isInstanceOf(ResultException.class)
        .hasMessageStartingWith("models/cifar-6fc.onnx has other layers than e1.onnx");
    AnalysisResult fewer =
        Records.with(
            one,
            "data",
            Records.with(one.data(), "classImages", java.util.Collections.nCopies(10, 5L)));
    assertThatThrownBy(
            () -> Tracking.over(List.of(new Checkpoint(1, fewer), new Checkpoint(2, one))))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining("was analysed on other images");
    assertThatThrownBy(() -> Tracking.over(List.of(new Checkpoint(1, one), new Checkpoint(1, one))))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining("two checkpoints are of epoch 1");
    assertThatThrownBy(() -> Tracking.over(List.of())).isInstanceOf(ResultException.class);
  }
}
