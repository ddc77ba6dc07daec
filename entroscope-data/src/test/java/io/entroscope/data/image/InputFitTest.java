package io.entroscope.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputFitTest {
  private static long[] shape(String text) {
    return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  private static ImageShape image(String text) {
    int[] axes = Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    return new ImageShape(axes[0], axes[1], axes[2]);
  }

  @ParameterizedTest
  @CsvSource({
    "-1 1 28 28, 1 28 28, NCHW, 1 28 28, 5 1 28 28",
    "64 3 32 32, 3 32 32, NCHW, 3 32 32, 5 3 32 32",
    "-1 28 28 1, 1 28 28, NHWC, 1 28 28, 5 28 28 1",
    "-1 32 30 3, 3 32 30, NHWC, 3 32 30, 5 32 30 3",
    "-1 -1 -1 3, 3 20 30, NHWC, 3 20 30, 5 20 30 3",
    "-1 3 -1 -1, 3 20 30, NCHW, 3 20 30, 5 3 20 30",
    "-1 -1 -1 -1, 1 9 7, NCHW, 1 9 7, 5 1 9 7",
    "-1 -1 28 28, 1 28 28, NCHW, 1 28 28, 5 1 28 28",
    "-1 28 28 -1, 3 28 28, NHWC, 3 28 28, 5 28 28 3",
    // Grey images for an RGB model and the other way round.
    "-1 3 28 28, 1 28 28, NCHW, 3 28 28, 5 3 28 28",
    "-1 1 32 32, 3 32 32, NCHW, 1 32 32, 5 1 32 32",
    // Either axis could be channels: the one that fits, or else the first.
    "-1 3 3 3, 3 3 3, NCHW, 3 3 3, 5 3 3 3",
    "-1 1 5 3, 3 1 5, NHWC, 3 1 5, 5 1 5 3",
    "-1 3 5 1, 3 5 1, NCHW, 3 5 1, 5 3 5 1",
    "-1 28 28, 1 28 28, NHW, 1 28 28, 5 28 28",
    "-1 28 28, 3 28 28, NHW, 1 28 28, 5 28 28",
    "-1 784, 1 28 28, FLAT, 1 28 28, 5 784",
    "-1 -1, 3 4 5, FLAT, 3 4 5, 5 60",
    "-1 3072, 3 32 32, FLAT, 3 32 32, 5 3072",
    "-1 1024, 3 32 32, FLAT, 1 32 32, 5 1024",
    "-1 2352, 1 28 28, FLAT, 3 28 28, 5 2352"
  })
  void findsTheLayout(String model, String image, Layout layout, String taken, String tensor) {
    InputShape fit = InputFit.fit(shape(model), image(image), Optional.empty());
    assertThat(fit).isEqualTo(new InputShape(layout, image(taken)));
    assertThat(fit.tensorShape(5)).isEqualTo(shape(tensor));
  }

  @Test
  void takesTheSizeThatImagesAreResizedTo() {
    InputShape fit =
        InputFit.fit(
            new long[] {-1, 3, 32, 32}, image("3 500 333"), Optional.of(new ImageSize(32, 32)));
    assertThat(fit.image()).isEqualTo(image("3 32 32"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "-1 3 32 32; 1 28 28; [any, 3, 32, 32]; 28x28 grey; `resize` 32x32",
        "-1 32 48 3; 3 32 32; [any, 32, 48, 3]; 32x32 RGB; `resize` 32x48",
        "-1 3 32 -1; 3 31 32; [any, 3, 32, any]; 31x32 RGB; `resize` HxW",
        "-1 784; 3 32 32; [any, 784]; 32x32 RGB; `resize` 28x28",
        "-1 3072; 1 28 28; [any, 3072]; 28x28 grey; `resize` 32x32",
        "-1 777; 1 28 28; [any, 777]; 28x28 grey; `resize` HxW",
        "-1 30 30; 1 28 28; [any, 30, 30]; 28x28 grey; `resize` 30x30"
      })
  void saysWhatToDoIfSizesDiffer(
      String model, String image, String takes, String are, String advice) {
    assertThatThrownBy(() -> InputFit.fit(shape(model), image(image), Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(takes, are, advice);
  }

  @Test
  void refusesWhatIsNoImageInput() {
    ImageShape image = image("1 28 28");
    for (String model : new String[] {"-1", "-1 1 28 28 28"}) {
      assertThatThrownBy(() -> InputFit.fit(shape(model), image, Optional.empty()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("which images do not fit");
    }
    assertThatThrownBy(() -> InputFit.fit(shape("-1 4 28 28"), image, Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 or 3 channels");
  }
}
