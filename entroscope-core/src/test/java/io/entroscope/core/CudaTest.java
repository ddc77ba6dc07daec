package io.entroscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.ort.Device;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.testing.Facility;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The analysis on a GPU, where there is one; and what is said where there is none. */
class CudaTest {
  /** In nats; both compute in float32, and add up in different orders. */
  private static final double TOLERANCE = 1e-4;

  private static final Path MODEL = Path.of("..", "demo", "mnist-3fc.onnx");
  private static final Path IMAGES = Path.of("..", "demo", "mnist-sample");

  private static Optional<String> refusal() {
    try (OrtEngine engine = OrtEngine.open(OnnxModel.read(MODEL), Device.CUDA, Optimization.ALL)) {
      assertThat(engine.inputs()).isNotEmpty();
      return Optional.empty();
    } catch (PlanException e) {
      return Optional.of(Objects.requireNonNull(e.getMessage()));
    }
  }

  private static AnalysisResult analyze(Device device) {
    try (ImageDataSet data = DataSets.open(DataSpec.of(IMAGES))) {
      return Analyzer.analyze(
          OnnxModel.read(MODEL), data, AnalysisOptions.builder().device(device).build());
    }
  }

  @Test
  void aGpuGivesWhatTheProcessorGives() {
    Optional<String> refusal = refusal();
    Facility.CUDA.need(refusal.isEmpty(), refusal.orElse(""));
    AnalysisResult expected = analyze(Device.CPU);
    AnalysisResult result = analyze(Device.CUDA);
    assertThat(result.layers()).hasSameSizeAs(expected.layers());
    for (int l = 0; l < result.layers().size(); l++) {
      LayerResult layer = expected.layers().get(l);
      for (int c = 0; c < layer.classes().size(); c++) {
        ClassStatistics wanted = layer.classes().get(c);
        ClassStatistics of = result.layers().get(l).classes().get(c);
        assertThat(of.images()).isEqualTo(wanted.images());
        assertThat(of.patternEntropy().value())
            .as("%s of %s", wanted.className(), layer.name())
            .isCloseTo(wanted.patternEntropy().value(), within(TOLERANCE));
        assertThat(of.imageEntropy().mean())
            .as("%s of %s", wanted.className(), layer.name())
            .isCloseTo(wanted.imageEntropy().mean(), within(TOLERANCE));
      }
    }
  }

  @Test
  void whatIsLackingIsSaidInOneLine() {
    Optional<String> refusal = refusal();
    Facility.NO_CUDA.need(refusal.isPresent(), "there is a GPU");
    boolean built = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    assertThat(refusal.orElseThrow())
        .startsWith(built ? "this is built with CUDA, but" : "this is built without CUDA;")
        .contains(built ? "NVIDIA GPU" : "ENTROSCOPE_GPU=1")
        .contains("`device` cpu")
        .doesNotContain("\n");
  }
}
