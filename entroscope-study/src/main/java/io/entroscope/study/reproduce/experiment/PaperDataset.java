package io.entroscope.study.reproduce.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The datasets of the paper. */
public enum PaperDataset {
  /** Handwritten digits. */
  @JsonProperty("mnist")
  MNIST(
      "MNIST",
      "a folder 'mnist' with the IDX files train-images-idx3-ubyte, train-labels-idx1-ubyte,"
          + " t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each gzipped or not"),
  /** Small photographs. */
  @JsonProperty("cifar10")
  CIFAR10(
      "CIFAR-10",
      "a folder 'cifar10' with data_batch_1.bin to data_batch_5.bin and test_batch.bin, or with"
          + " train/CLASS/IMAGE and test/CLASS/IMAGE, the latter also as a .tar, .tar.gz or .zip"
          + " whose name begins with 'cifar10'");

  private final String title;
  private final String files;

  PaperDataset(String title, String files) {
    this.title = title;
    this.files = files;
  }

  /** The name to print. */
  public String title() {
    return title;
  }

  /** The files that are looked for, in words. */
  String files() {
    return files;
  }

  /** The prefix of the name of its folder or file, in the form of {@link #plain}. */
  String prefix() {
    return plain(name());
  }

  /** A name in lower case, without dots and hyphens. */
  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
