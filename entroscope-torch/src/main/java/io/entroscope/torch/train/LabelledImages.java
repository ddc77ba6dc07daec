package io.entroscope.torch.train;

import io.entroscope.data.ImageDataSet;
import io.entroscope.data.PositionHash;
import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Layout;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.setting.Setting;
import io.entroscope.torch.TorchException;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Labelled images decoded once and held in memory at 8 bits per value, in the order [C, H, W], for
 * repeated passes of training. Immutable.
 */
public final class LabelledImages {
  private final ImageShape shape;
  private final List<String> classNames;
  private final byte[][] pixels;
  private final int[] labels;

  private LabelledImages(ImageShape shape, List<String> classNames, byte[][] pixels, int[] labels) {
    this.shape = shape;
    this.classNames = List.copyOf(classNames);
    this.pixels = pixels;
    this.labels = labels;
  }

  /**
   * Reads all images of a dataset.
   *
   * @param shape of the loaded images: their own, or the one that they are resized to
   * @param threads for decoding
   */
  public static LabelledImages load(ImageDataSet data, ImageShape shape, int threads) {
    int[] all = new int[data.size()];
    Arrays.setAll(all, i -> i);
    return load(data, all, shape, threads);
  }

  /** As {@link #load(ImageDataSet, ImageShape, int)}, the images at these positions alone. */
  public static LabelledImages load(
      ImageDataSet data, int[] positions, ImageShape shape, int threads) {
    if (positions.length == 0) {
      throw new TorchException("there are no images to train on in " + data.path());
    }
    Preprocessing plain =
        new Preprocessing(
            1,
            List.of(0.0),
            List.of(1.0),
            data.shape().size().equals(shape.size())
                ? Optional.empty()
                : Optional.of(shape.size()));
    byte[][] pixels = new byte[data.size()][];
    try (BatchReader reader =
        BatchReader.open(
            data,
            BatchPlan.of(positions, 256),
            plain,
            new InputShape(Layout.NCHW, shape),
            new BatchReader.Ahead(threads, threads + 2))) {
      float[] values = new float[shape.elements()];
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        FloatBuffer buffer = batch.inputs();
        for (int i = 0; i < batch.count(); i++) {
          buffer.get(values);
          pixels[batch.position(i)] = bytes(values);
        }
        batch.close();
      }
    } catch (OutOfMemoryError e) {
      throw new TorchException(
          positions.length
              + " images of "
              + shape
              + " do not fit into memory; give Java more with "
              + Setting.HEAP
              + ", or train on fewer",
          e);
    }
    int[] read = Arrays.stream(positions).filter(p -> pixels[p] != null).sorted().toArray();
    byte[][] present = new byte[read.length][];
    Arrays.setAll(present, i -> pixels[read[i]]);
    int[] labels = Arrays.stream(read).map(data::label).toArray();
    return new LabelledImages(shape, data.classNames(), present, labels);
  }

  private static byte[] bytes(float[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) (int) values[i];
    }
    return bytes;
  }

  /** Images given by their values, in the order [C, H, W] each. */
  public static LabelledImages of(
      ImageShape shape, List<String> classNames, byte[][] pixels, int[] labels) {
    byte[][] copy = new byte[pixels.length][];
    Arrays.setAll(copy, i -> pixels[i].clone());
    return new LabelledImages(shape, classNames, copy, labels.clone());
  }

  /** Channels, height and width. */
  public ImageShape shape() {
    return shape;
  }

  /** The name of every class, by index. */
  public List<String> classNames() {
    return classNames;
  }

  /** The number of images. */
  public int size() {
    return labels.length;
  }

  /** The class index of an image. */
  public int label(int index) {
    return labels[index];
  }

  /** The values of an image, not to be changed. */
  byte[] pixels(int index) {
    return pixels[index];
  }

  /** The images at these indices, in this order. */
  public LabelledImages subset(int[] indices) {
    byte[][] chosen = new byte[indices.length][];
    Arrays.setAll(chosen, i -> pixels[indices[i]]);
    return new LabelledImages(
        shape, classNames, chosen, Arrays.stream(indices).map(i -> labels[i]).toArray());
  }

  /** The same images with other labels. */
  public LabelledImages withLabels(int[] other) {
    if (other.length != labels.length) {
      throw new IllegalArgumentException(other.length + " labels for " + labels.length + " images");
    }
    return new LabelledImages(shape, classNames, pixels, other.clone());
  }

  /** The images split into training and validation. */
  public record Division(LabelledImages training, LabelledImages validation) {}

  /**
   * Holds out a share of every class for validation: the images with the smallest hash of their
   * index, independent of the seed of the training.
   */
  public Division divide(double share) {
    List<Integer> kept = new ArrayList<>();
    for (int label = 0; label < classNames.size(); label++) {
      int wanted = label;
      List<Integer> members = new ArrayList<>();
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] == wanted) {
          members.add(i);
        }
      }
      members.sort(
          Comparator.comparingLong((Integer i) -> PositionHash.hash(0, i) ^ Long.MIN_VALUE));
      kept.addAll(members.subList(0, (int) Math.round(share * members.size())));
    }
    int[] validation = kept.stream().mapToInt(Integer::intValue).sorted().toArray();
    boolean[] out = new boolean[labels.length];
    for (int index : validation) {
      out[index] = true;
    }
    int[] training = IntStream.range(0, labels.length).filter(i -> !out[i]).toArray();
    return new Division(subset(training), subset(validation));
  }

  /**
   * Mean and standard deviation of each channel over all pixels, as preprocessing that makes them 0
   * and 1; if all pixels are equal, the deviation is taken as 1.
   */
  public Preprocessing standardising() {
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    int plane = shape.height() * shape.width();
    for (int channel = 0; channel < shape.channels(); channel++) {
      long sum = 0;
      long squares = 0;
      for (byte[] image : pixels) {
        for (int i = channel * plane; i < (channel + 1) * plane; i++) {
          int value = image[i] & 0xFF;
          sum += value;
          squares += (long) value * value;
        }
      }
      double count = (double) plane * pixels.length;
      double mean = sum / count;
      double deviation = Math.sqrt(squares / count - mean * mean);
      means.add(rounded(mean / 255));
      deviations.add(deviation == 0 ? 1.0 : Math.max(1e-4, rounded(deviation / 255)));
    }
    return new Preprocessing(1.0 / 255, means, deviations, Optional.empty());
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }

  /** The SHA-256 over every label (as four bytes) and its image's values, in hexadecimal. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int i = 0; i < labels.length; i++) {
        digest.update(
            new byte[] {
              (byte) (labels[i] >>> 24),
              (byte) (labels[i] >>> 16),
              (byte) (labels[i] >>> 8),
              (byte) labels[i]
            });
        digest.update(pixels[i]);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
