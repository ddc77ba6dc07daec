package io.entroscope.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {
  private static final Preprocessing IMAGENET =
      Preprocessing.DEFAULT
          .withMean(List.of(0.485, 0.456, 0.406))
          .withStd(List.of(0.229, 0.224, 0.225))
          .withResize(new ImageSize(224, 192));

  @Test
  void normalises() {
    assertThat(Preprocessing.DEFAULT.apply(0, 0)).isZero();
    assertThat(Preprocessing.DEFAULT.apply(255, 0)).isEqualTo(1.0f);
    assertThat(IMAGENET.apply(128, 2)).isEqualTo((float) ((128 / 255.0 - 0.406) / 0.225));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, -0.5, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAStdThatCannotBeDividedBy(double std) {
    assertThatThrownBy(() -> Preprocessing.DEFAULT.withStd(List.of(0.3, std, 0.3)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("std of " + std);
  }

  @Test
  void refusesOtherNumbersThatMakeNoSense() {
    assertThatThrownBy(() -> Preprocessing.DEFAULT.withMean(List.of(Double.NaN)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("mean");
    assertThatThrownBy(() -> Preprocessing.DEFAULT.withScale(0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("scale");
    assertThatThrownBy(() -> Preprocessing.DEFAULT.withMean(List.of(0.1, 0.2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 values for the mean");
    assertThatThrownBy(() -> IMAGENET.requireChannels(1))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("3 values for the mean", "1 channel");
  }

  @Test
  void isReadFromMetadataAsItWasWritten() {
    for (Preprocessing how : List.of(IMAGENET, Preprocessing.DEFAULT)) {
      Map<String, String> metadata =
          Map.of(PreprocessingJson.KEY, PreprocessingJson.write(how), "producer", "someone");
      assertThat(PreprocessingJson.read(metadata)).contains(how);
    }
    assertThat(PreprocessingJson.read(Map.of("producer", "someone"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"mean\":[0],\"std\":[1]}",
        "{\"scale\":1,\"mean\":[0],\"std\":[1]} x",
        "{\"scale\":\"1\",\"mean\":[0],\"std\":[1]}",
        "{\"scale\":1,\"mean\":0,\"std\":[1]}",
        "{\"scale\":1,\"mean\":[0],\"std\":[0]}",
        "{\"scale\":1,\"mean\":[0],\"std\":[1],\"resize\":[28]}",
        "{\"scale\":1,\"mean\":[0],\"std\":[1],\"crop\":28}"
      })
  void refusesMetadataThatItDoesNotUnderstand(String text) {
    assertThatThrownBy(() -> PreprocessingJson.read(Map.of(PreprocessingJson.KEY, text)))
        .isInstanceOf(DataException.class)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void readsSizes() {
    assertThat(ImageSize.parse("32x48")).isEqualTo(new ImageSize(32, 48));
    assertThat(ImageSize.parse("28")).isEqualTo(new ImageSize(28, 28));
    for (String wrong : List.of("", "x", "32x", "0", "12x0", "-3", "1e3", "70000", "3x4x5")) {
      assertThatThrownBy(() -> ImageSize.parse(wrong)).isInstanceOf(DataException.class);
    }
  }
}
