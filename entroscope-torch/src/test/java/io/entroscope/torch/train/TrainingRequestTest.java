package io.entroscope.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.image.ImageSize;
import io.entroscope.testing.BrightRows;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.architecture.Architecture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is settled before a training starts, and what is refused then. */
class TrainingRequestTest {
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte.gz";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte.gz";

  @TempDir private Path folder;

  @BeforeEach
  void write() {
    BrightRows.THREE.write(folder, "train", 60, 1);
    BrightRows.THREE.write(folder, "t10k", 30, 2);
  }

  private TrainingRequest request(String what, int limit, Optional<ImageSize> resize, Path out) {
    return new TrainingRequest(
        new TrainingRequest.Start(what, Architecture.Options.PLAIN, false, 1),
        Optional.empty(),
        DataSpec.of(folder),
        limit,
        resize,
        Optional.empty(),
        Recipes.of(what, 1, 1),
        out,
        false);
  }

  private TrainingPlan plan() {
    return request("fc8", 0, Optional.empty(), folder.resolve("out.onnx")).plan();
  }

  private void moveTrainTo(String images, String labels) throws IOException {
    Files.copy(
        folder.resolve("train-images-idx3-ubyte.gz"),
        folder.resolve(images),
        StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        folder.resolve("train-labels-idx1-ubyte.gz"),
        folder.resolve(labels),
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void trainingAndTestImagesAreReadAndTheOutputFound() {
    TrainingPlan plan = plan();
    assertThat(plan.images().size()).isEqualTo(60);
    assertThat(plan.test().orElseThrow().size()).isEqualTo(30);
    assertThat(plan.preprocessing()).isEqualTo(plan.images().standardising());
    assertThat(plan.scores()).isEqualTo(plan.model().graph().outputs().get(0).getName());
  }

  @Test
  void labelsThatRunFromOneMakeNoOutputWithoutImages() throws IOException {
    TrainingPlan expected = plan();
    for (String name : new String[] {"train-labels-idx1-ubyte.gz", TEST_LABELS}) {
      countFromOne(folder.resolve(name));
    }
    List<String> notes = new ArrayList<>();
    TrainingPlan plan =
        request("fc8", 0, Optional.empty(), folder.resolve("out.onnx")).plan(notes::add);
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("the labels run from 1 to 3, so they were taken to count from 1");
    assertThat(plan.images().classNames()).containsExactly("1", "2", "3");
    assertThat(plan.images().sha256()).isEqualTo(expected.images().sha256());
    assertThat(plan.test().orElseThrow().sha256())
        .isEqualTo(expected.test().orElseThrow().sha256());
    assertThat(plan.model().sha256()).isEqualTo(expected.model().sha256());
  }

  private static void countFromOne(Path labels) throws IOException {
    byte[] bytes;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(labels))) {
      bytes = in.readAllBytes();
    }
    for (int i = 8; i < bytes.length; i++) {
      bytes[i]++;
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(labels))) {
      out.write(bytes);
    }
  }

  @Test
  void aLimitAndASizeHoldForTheImages() {
    TrainingPlan plan =
        request("fc8", 12, Optional.of(new ImageSize(6, 7)), folder.resolve("out.onnx")).plan();
    assertThat(plan.images().size()).isEqualTo(12);
    assertThat(plan.images().shape().height()).isEqualTo(6);
    assertThat(plan.images().shape().width()).isEqualTo(7);
    assertThat(plan.test().orElseThrow().size()).as("all of them").isEqualTo(30);
    assertThat(plan.preprocessing().resize()).contains(new ImageSize(6, 7));
  }

  @Test
  void withoutATestPartItIsTrainedAllTheSame() throws IOException {
    Files.delete(folder.resolve(TEST_IMAGES));
    Files.delete(folder.resolve(TEST_LABELS));
    assertThat(plan().test()).isEmpty();
  }

  @Test
  void trainingImagesAreNoTest() throws IOException {
    moveTrainTo(TEST_IMAGES, TEST_LABELS);
    assertThat(plan().test()).isEmpty();
    Path out = folder.resolve("out.onnx");
    assertThat(request("fc8", 12, Optional.empty(), out).plan().test())
        .as("some of them")
        .isEmpty();
  }

  @Test
  void aDamagedTestPartIsAnErrorAndNoMissingOne() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(TEST_IMAGES));
    Files.write(folder.resolve(TEST_IMAGES), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(this::plan)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(TEST_IMAGES);
  }

  @Test
  void whereNothingCanBeWrittenIsSaidFirst() throws IOException {
    assertThatThrownBy(() -> request("fc8", 0, Optional.empty(), folder).plan())
        .isInstanceOf(TorchException.class)
        .hasMessageContaining("is a folder");
    Path nowhere = Files.writeString(folder.resolve("file"), "").resolve("below/out.onnx");
    assertThatThrownBy(() -> request("no notation", 0, Optional.empty(), nowhere).plan())
        .isInstanceOf(TorchException.class)
        .hasMessageContaining("is not a writable folder");
  }
}
