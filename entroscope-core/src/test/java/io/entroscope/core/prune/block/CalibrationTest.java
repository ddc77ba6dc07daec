package io.entroscope.core.prune.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.PlanException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {
  @TempDir private Path folder;

  @Test
  void dataThatAreNotDividedAreDividedHere() throws Exception {
    DataSpec spec = DataSpec.of(TokenNetwork.data(folder, 300, 1));
    try (PruningData data = PruningData.open(spec, Optional.empty(), Selection.ALL, 2000)) {
      int[] calibrated = data.calibration().positions();
      assertThat(calibrated).hasSize(150);
      assertThat(data.positions()).hasSize(150);
      assertThat(IntStream.concat(Arrays.stream(calibrated), Arrays.stream(data.positions())))
          .doesNotHaveDuplicates();
      assertThat(data.calibration().heldOut()).isEqualTo(60);
      assertThat(data.notes().get(0)).contains("150 are calibrated on, 150 others measured on");
    }
    DataSpec same = DataSpec.of(spec.path().resolve("..").resolve(spec.path().getFileName()));
    try (PruningData data = PruningData.open(spec, Optional.of(same), Selection.ALL, 2000)) {
      assertThat(data.notes()).as("the same examples by another path").hasSize(1);
      assertThat(data.positions()).doesNotContain(data.calibration().positions());
    }
    Path other = Files.createDirectories(folder.resolve("other"));
    DataSpec train = DataSpec.of(TokenNetwork.data(other, 100, 2));
    try (PruningData data = PruningData.open(spec, Optional.of(train), Selection.ALL, 50)) {
      assertThat(data.positions()).hasSize(300);
      assertThat(data.calibration().size()).isEqualTo(50);
      assertThat(data.notes()).isEmpty();
    }
    assertThatThrownBy(() -> PruningData.open(spec, Optional.of(train), Selection.ALL, 5))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("5 examples to choose and repair on are too few; give 20 or more");
  }
}
