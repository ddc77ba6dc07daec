package io.entroscope.study.reproduce.experiment;

import io.entroscope.core.PlanException;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.PositionHash;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.files.Reasons;
import io.entroscope.setting.Setting;
import io.entroscope.torch.train.LabelledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One dataset of the study: its two splits, open as long as the study runs; its training images, in
 * memory once they are needed; and the ones held out of training for validation.
 */
public final class StudyDataset implements AutoCloseable {
  /** The share of the training images held out for validation, as in the recipes. */
  private static final double VALIDATION = 0.1;

  private static final int CLASSES = 10;
  private static final List<String> JPEG = List.of(".jpg", ".jpeg");

  private final ImageDataSet train;
  private final ImageDataSet test;
  private final int threads;
  private @Nullable Loaded loaded;

  private StudyDataset(ImageDataSet train, ImageDataSet test, int threads) {
    this.train = train;
    this.test = test;
    this.threads = threads;
  }

  /** The training images in memory, and what follows from them. */
  private record Loaded(
      LabelledImages all, LabelledImages rest, String sha256, Preprocessing preprocessing) {}

  /**
   * Finds a dataset in a folder.
   *
   * @throws PlanException if it is not there; the message says which files are looked for
   */
  public static StudyDataset find(Path root, PaperDataset dataset, int threads) {
    List<String> reasons = new ArrayList<>();
    for (Path candidate : candidates(root, dataset)) {
      try {
        return open(DataSpec.of(candidate), threads);
      } catch (DataException e) {
        reasons.add(String.valueOf(e.getMessage()));
      }
    }
    throw new PlanException(
        "no "
            + dataset.title()
            + " in "
            + root
            + ": expected "
            + dataset.files()
            + (reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")")
            + "; put it there or give another "
            + Setting.DATA_ROOT);
  }

  private static StudyDataset open(DataSpec spec, int threads) {
    ImageDataSet train = DataSets.open(spec.withSplit(Split.TRAIN));
    try {
      ImageDataSet test = DataSets.open(spec);
      if (train.classNames().size() == CLASSES && test.classNames().size() == CLASSES) {
        return new StudyDataset(train, test, threads);
      }
      test.close();
      throw new DataException(spec.path() + " does not have " + CLASSES + " classes");
    } catch (DataException e) {
      train.close();
      throw e;
    }
  }

  /** Folders before files, shorter names before longer ones. */
  private static List<Path> candidates(Path root, PaperDataset dataset) {
    if (!Files.isDirectory(root)) {
      throw new PlanException("no folder at " + root + "; give the one with the data");
    }
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .filter(path -> PaperDataset.plain(name(path)).startsWith(dataset.prefix()))
          .filter(path -> !PaperDataset.plain(name(path)).startsWith("cifar100"))
          .sorted(
              Comparator.<Path, Boolean>comparing(path -> !Files.isDirectory(path))
                  .thenComparing(path -> name(path).length())
                  .thenComparing(StudyDataset::name))
          .toList();
    } catch (IOException e) {
      throw new PlanException("cannot list the folder " + root + ": " + Reasons.ofReading(e), e);
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  /** The images of a split; the caller must not close it. */
  ImageDataSet part(Split split) {
    return split == Split.TRAIN ? train : test;
  }

  /** The name of its folder or file. */
  public String name() {
    return name(test.path());
  }

  /** Whether the images are JPEG files, which the published ones are not. */
  public boolean isJpeg() {
    return test.name(0).stream().anyMatch(file -> JPEG.stream().anyMatch(file::endsWith));
  }

  /** All training images, read on the first call. */
  LabelledImages all() {
    return loaded().all();
  }

  private Loaded loaded() {
    Loaded images = loaded;
    if (images == null) {
      LabelledImages all = LabelledImages.load(train, train.shape(), threads);
      BitSet kept = new BitSet();
      Arrays.stream(validation().positions(train)).forEach(kept::set);
      int[] rest = IntStream.range(0, all.size()).filter(i -> !kept.get(i)).toArray();
      images = new Loaded(all, all.subset(rest), all.sha256(), all.standardising());
      loaded = images;
    }
    return images;
  }

  /** The hash of all training images and labels. */
  public String sha256() {
    return loaded().sha256();
  }

  /** Scales pixels to mean 0 and standard deviation 1 over the training images. */
  Preprocessing preprocessing() {
    return loaded().preprocessing();
  }

  /**
   * The validation images: the same number of each class, those of the smallest hash. They are a
   * subset of what {@link LabelledImages#divide} holds out of all training images.
   */
  Selection validation() {
    int fewest =
        Arrays.stream(train.classCounts())
            .map(count -> (int) Math.round(VALIDATION * count))
            .min()
            .orElse(0);
    return Selection.ALL.withPerClass(fewest);
  }

  /**
   * The training images that are not in {@link #validation}; at most {@code maxImages}, or all for
   * 0.
   */
  LabelledImages beyondValidation(int maxImages) {
    LabelledImages rest = loaded().rest();
    if (maxImages == 0 || maxImages >= rest.size()) {
      return rest;
    }
    int[] chosen =
        IntStream.range(0, rest.size())
            .boxed()
            .sorted(Comparator.comparingLong(i -> PositionHash.hash(1, i)))
            .limit(maxImages)
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    return rest.subset(chosen);
  }

  /** The same images with their labels shuffled. */
  static LabelledImages shuffled(LabelledImages images, long seed) {
    int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
    Random random = new Random(seed);
    for (int i = labels.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int label = labels[i];
      labels[i] = labels[other];
      labels[other] = label;
    }
    return images.withLabels(labels);
  }

  @Override
  public void close() {
    train.close();
    test.close();
  }
}
