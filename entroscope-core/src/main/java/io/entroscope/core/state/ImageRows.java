package io.entroscope.core.state;

import io.entroscope.core.plan.AnalysisPlan;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a model made of each of some images, in the order of their positions. Rows of different
 * images are merged exactly, whatever the order and grouping. Immutable.
 */
public final class ImageRows {
  private final int layers;
  private final int[] positions;
  private final long[] contents;
  private final int[] labels;
  private final int[] predicted;
  // Of image i: confidence, margin, and the entropy of each layer.
  private final float[] numbers;

  private ImageRows(
      int layers,
      int[] positions,
      long[] contents,
      int[] labels,
      int[] predicted,
      float[] numbers) {
    this.layers = layers;
    this.positions = positions;
    this.contents = contents;
    this.labels = labels;
    this.predicted = predicted;
    this.numbers = numbers;
  }

  /** No rows, of a plan's form. */
  public static ImageRows none(AnalysisPlan plan) {
    return new Builder(plan.imageDetail()).build();
  }

  /** The number of images. */
  public int count() {
    return positions.length;
  }

  /** Of how many layers the entropies are kept. */
  public int layers() {
    return layers;
  }

  public int position(int row) {
    return positions[row];
  }

  /** A hash of the image itself. */
  public long content(int row) {
    return contents[row];
  }

  /** The class index that the data give the image. */
  public int label(int row) {
    return labels[row];
  }

  /** The class index that the model predicts. */
  public int predicted(int row) {
    return predicted[row];
  }

  /** The probability of the predicted class; NaN where it is not known. */
  public float confidence(int row) {
    return numbers[row * (2 + layers)];
  }

  /** That probability less the next largest; NaN where it is not known. */
  public float margin(int row) {
    return numbers[row * (2 + layers) + 1];
  }

  /**
   * The entropy of the softmax of a layer's activations, in nats; NaN where they are not finite.
   */
  public float entropy(int row, int layer) {
    return numbers[row * (2 + layers) + 2 + layer];
  }

  /** The rows of both, which share no image. */
  ImageRows merge(ImageRows that) {
    if (that.count() == 0) {
      return this;
    }
    Builder both = new Builder(layers, count() + that.count());
    int mine = 0;
    int others = 0;
    while (mine < count() || others < that.count()) {
      boolean isMine =
          others == that.count() || (mine < count() && positions[mine] < that.positions[others]);
      both.copy(isMine ? this : that, isMine ? mine++ : others++);
    }
    return both.build();
  }

  /** Writes the rows, without the number of layers, which follows from the plan. */
  void writeTo(DataOutput out) throws IOException {
    out.writeInt(count());
    for (int row = 0; row < count(); row++) {
      out.writeInt(positions[row]);
      out.writeLong(contents[row]);
      out.writeInt(labels[row]);
      out.writeInt(predicted[row]);
    }
    for (float number : numbers) {
      out.writeFloat(number);
    }
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws IOException if the bytes end early, or there are more rows than the plan has images
   */
  static ImageRows readFrom(DataInput in, AnalysisPlan plan) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > plan.batches().images()) {
      throw new IOException("it claims rows of " + count + " images");
    }
    Builder rows = new Builder(plan.imageDetail().layers(), count);
    for (int row = 0; row < count; row++) {
      rows.add(in.readInt(), in.readLong(), in.readInt(), in.readInt());
    }
    for (int i = 0; i < rows.numbers.length; i++) {
      rows.numbers[i] = in.readFloat();
    }
    try {
      return rows.build();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Takes rows in any order. For one thread. */
  public static final class Builder {
    private static final int FIRST = 64;

    private final int layers;
    private int count;
    private int[] positions;
    private long[] contents;
    private int[] labels;
    private int[] predicted;
    private float[] numbers;

    public Builder(AnalysisPlan.ImageDetail detail) {
      this(detail.layers(), FIRST);
    }

    private Builder(int layers, int capacity) {
      this.layers = layers;
      this.positions = new int[capacity];
      this.contents = new long[capacity];
      this.labels = new int[capacity];
      this.predicted = new int[capacity];
      this.numbers = new float[Math.multiplyExact(capacity, 2 + layers)];
    }

    /** Starts the row of an image; its numbers are set afterwards. */
    public void add(int position, long content, int label, int prediction) {
      if (count == positions.length) {
        grow(Math.max(FIRST, 2 * count));
      }
      positions[count] = position;
      contents[count] = content;
      labels[count] = label;
      predicted[count] = prediction;
      count++;
    }

    /** Sets how sure the model is of the image added last. */
    public void sure(float confidence, float margin) {
      int start = (count - 1) * (2 + layers);
      numbers[start] = confidence;
      numbers[start + 1] = margin;
    }

    /** Sets the entropy of the image added last at a layer. */
    public void entropy(int layer, float nats) {
      numbers[(count - 1) * (2 + layers) + 2 + layer] = nats;
    }

    private void copy(ImageRows from, int row) {
      int width = 2 + layers;
      System.arraycopy(from.numbers, row * width, numbers, count * width, width);
      add(from.positions[row], from.contents[row], from.labels[row], from.predicted[row]);
    }

    private void grow(int capacity) {
      positions = Arrays.copyOf(positions, capacity);
      contents = Arrays.copyOf(contents, capacity);
      labels = Arrays.copyOf(labels, capacity);
      predicted = Arrays.copyOf(predicted, capacity);
      numbers = Arrays.copyOf(numbers, Math.multiplyExact(capacity, 2 + layers));
    }

    /**
     * The rows in the order of their positions; the builder must not be used afterwards.
     *
     * @throws IllegalArgumentException if an image has two
     */
    public ImageRows build() {
      ImageRows taken =
          new ImageRows(
              layers,
              Arrays.copyOf(positions, count),
              Arrays.copyOf(contents, count),
              Arrays.copyOf(labels, count),
              Arrays.copyOf(predicted, count),
              Arrays.copyOf(numbers, count * (2 + layers)));
      boolean ordered = IntStream.range(1, count).allMatch(i -> positions[i - 1] < positions[i]);
      return ordered ? taken : taken.ordered();
    }
  }

  private ImageRows ordered() {
    long[] keys = new long[count()];
    Arrays.setAll(keys, i -> (long) positions[i] << Integer.SIZE | i);
    Arrays.sort(keys);
    for (int i = 1; i < keys.length; i++) {
      if (keys[i - 1] >> Integer.SIZE == keys[i] >> Integer.SIZE) {
        throw new IllegalArgumentException(
            "image " + (keys[i] >> Integer.SIZE) + " has two rows, counted twice");
      }
    }
    Builder sorted = new Builder(layers, count());
    for (long key : keys) {
      sorted.copy(this, (int) key);
    }
    return sorted.build();
  }
}
