package io.entroscope.result;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the model made of every image, in the order of their positions: columns of little-endian
 * numbers, in JSON as base64. Two results of the same images can be compared image by image.
 *
 * @param count N, the number of images
 * @param layers L, the names of the layers whose entropies are kept, in order of depth
 * @param groupImages how many images each group of the jackknife has; with equal positions and an
 *     equal seed they are the same images
 * @param position {@code [N]} int32: the place in the split, from 0
 * @param content {@code [N]} int64: a hash of the image itself, whatever its preprocessing: CRC-32C
 *     (upper half) and CRC-32 (lower half) of C, H, W as 32-bit numbers and the decoded pixels in
 *     the order [C, H, W]; of arrays, of the bytes that went in
 * @param label {@code [N]} int32: the class index that the data give it
 * @param predicted {@code [N]} int32: the class index that the model predicts; null if it names no
 *     classes
 * @param confidence {@code [N]} float32: the probability of the predicted class; NaN where scores
 *     are not finite; null if the model gives labels alone, or names no classes
 * @param margin {@code [N]} float32: that probability less the next largest; as above
 * @param entropy {@code [N, L]} float32: the image entropy at each layer in nats; NaN where an
 *     activation is not finite; null where that were too many numbers
 */
public record ImageTable(
    int count,
    List<String> layers,
    List<Long> groupImages,
    byte[] position,
    byte[] content,
    byte[] label,
    byte @Nullable [] predicted,
    byte @Nullable [] confidence,
    byte @Nullable [] margin,
    byte @Nullable [] entropy) {
  public ImageTable {
    layers = List.copyOf(layers);
    groupImages = List.copyOf(groupImages);
  }

  /** {@link #position} of image i. */
  public int positionOf(int image) {
    return ints(position, image);
  }

  /** {@link #content} of image i. */
  public long contentOf(int image) {
    return little(content).getLong(image * Long.BYTES);
  }

  /** {@link #label} of image i. */
  public int labelOf(int image) {
    return ints(label, image);
  }

  /** {@link #predicted} of image i; −1 if the model names no classes. */
  public int predictedOf(int image) {
    return predicted == null ? -1 : ints(predicted, image);
  }

  /** Whether the model names the class of image i. */
  public boolean isRight(int image) {
    return labelOf(image) == predictedOf(image);
  }

  /** {@link #confidence} of image i; NaN if it is not known. */
  public float confidenceOf(int image) {
    return confidence == null ? Float.NaN : floats(confidence, image);
  }

  /** {@link #margin} of image i; NaN if it is not known. */
  public float marginOf(int image) {
    return margin == null ? Float.NaN : floats(margin, image);
  }

  /** {@link #entropy} of image i at a layer; NaN if it is not known. */
  public float entropyOf(int image, int layer) {
    return entropy == null ? Float.NaN : floats(entropy, image * layers.size() + layer);
  }

  private static int ints(byte[] column, int at) {
    return little(column).getInt(at * Integer.BYTES);
  }

  private static float floats(byte[] column, int at) {
    return little(column).getFloat(at * Float.BYTES);
  }

  private static ByteBuffer little(byte[] column) {
    return ByteBuffer.wrap(column).order(ByteOrder.LITTLE_ENDIAN);
  }
}
