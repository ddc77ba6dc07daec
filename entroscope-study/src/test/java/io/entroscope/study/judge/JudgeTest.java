package io.entroscope.study.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.PlanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a judge reads; what it does is tested through the command line. */
class JudgeTest {
  @TempDir private Path folder;

  @Test
  void modelsAreTheOnnxFilesOfAFolderByName() throws IOException {
    for (String name : new String[] {"b.onnx", "a.onnx", "a.onnx.training", "readme.txt"}) {
      Files.createFile(folder.resolve(name));
    }
    assertThat(Judge.models(folder))
        .containsExactly(folder.resolve("a.onnx"), folder.resolve("b.onnx"));
  }

  @Test
  void aFolderWithoutModelsIsRefused() {
    assertThatThrownBy(() -> Judge.models(folder.resolve("none")))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("no folder of models at ");
    assertThatThrownBy(() -> Judge.models(folder))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("holds no .onnx file");
  }

  @Test
  void trialsThatAreDamagedOrMissingAreRefused() throws IOException {
    assertThatThrownBy(() -> Judge.trials(folder)).isInstanceOf(PlanException.class);
    Files.writeString(folder.resolve("net--seed-1.json"), "[{\"network\": ");
    assertThatThrownBy(() -> Judge.trials(folder))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("net--seed-1.json");
  }
}
