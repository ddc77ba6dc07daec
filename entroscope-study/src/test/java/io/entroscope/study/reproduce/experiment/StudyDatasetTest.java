package io.entroscope.study.reproduce.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.PlanException;
import io.entroscope.data.Split;
import io.entroscope.torch.train.LabelledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the data of a study are looked for, and what is kept for decisions. */
class StudyDatasetTest {
  @TempDir private Path root;

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> StudyDataset.find(root.resolve("nowhere"), PaperDataset.MNIST, 1))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("no folder at");
    assertThatThrownBy(() -> StudyDataset.find(root, PaperDataset.MNIST, 1))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("no MNIST in " + root)
        .hasMessageContaining("train-images-idx3-ubyte")
        .hasMessageContaining("`dataRoot`");
    assertThatThrownBy(() -> StudyDataset.find(root, PaperDataset.CIFAR10, 1))
        .hasMessageContaining("data_batch_1.bin")
        .hasMessageContaining("cifar10");
  }

  @Test
  void aDataSetWithoutTestImagesIsToldOf() throws IOException {
    TenClasses.write(root);
    Files.delete(root.resolve("cifar-10-batches-bin/test_batch.bin"));

    assertThatThrownBy(() -> StudyDataset.find(root, PaperDataset.CIFAR10, 1))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("no test split");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist", "MNIST", "MNIST/raw", "mnist-data"})
  void folderNamesMayDiffer(String name) throws IOException {
    TenClasses.mnist(Files.createDirectories(root.resolve(name)));

    try (StudyDataset data = StudyDataset.find(root, PaperDataset.MNIST, 1)) {
      assertThat(data.all().size()).isEqualTo(TenClasses.TRAIN);
      assertThat(data.isJpeg()).isFalse();
    }
  }

  /** What decides must not have been trained on, neither by the recipes nor by our own division. */
  @Test
  void validationImagesAreNeverTrainedOn() {
    TenClasses.write(root);
    try (StudyDataset data = StudyDataset.find(root, PaperDataset.CIFAR10, 1)) {
      int[] validation = data.validation().positions(data.part(Split.TRAIN));
      LabelledImages all = data.all();
      LabelledImages.Division division = all.divide(0.1);

      assertThat(validation).hasSize(30);
      assertThat(data.beyondValidation(0).size()).isEqualTo(270);
      assertThat(data.beyondValidation(0).sha256()).isEqualTo(division.training().sha256());
      assertThat(all.subset(validation).sha256()).isEqualTo(division.validation().sha256());
      assertThat(data.beyondValidation(50).size()).isEqualTo(50);
    }
  }

  @Test
  void shuffledLabelsAreTheSameLabelsElsewhere() {
    TenClasses.write(root);
    try (StudyDataset data = StudyDataset.find(root, PaperDataset.CIFAR10, 1)) {
      LabelledImages shuffled = StudyDataset.shuffled(data.all(), 7);
      int[] before = labels(data.all());
      int[] after = labels(shuffled);

      assertThat(after).containsExactlyInAnyOrder(before);
      long kept = IntStream.range(0, after.length).filter(i -> after[i] == before[i]).count();
      assertThat(kept).as("labels left where they were, seed 7").isBetween(10L, 60L);
    }
  }

  private static int[] labels(LabelledImages images) {
    return IntStream.range(0, images.size()).map(images::label).toArray();
  }
}
