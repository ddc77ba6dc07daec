package io.entroscope.data.image.internal;

import io.entroscope.data.image.ImageShape;

/** "Decodes" images that are stored as plain values in the order [C, H, W]. */
public final class RawDecoder implements RecordDecoder {
  private final ImageShape shape;
  private final boolean transpose;
  private final byte[] transposed;

  private RawDecoder(ImageShape shape, boolean transpose) {
    this.shape = shape;
    this.transpose = transpose;
    this.transposed = new byte[transpose ? shape.elements() : 0];
  }

  /** Of images that have this shape once they are transposed, if they are. */
  public static RawDecoder of(ImageShape shape, boolean transpose) {
    return new RawDecoder(transpose ? shape.transposed() : shape, transpose);
  }

  @Override
  public void decode(RecordBatch records, int index, Pixels into) {
    int start = records.start(index);
    if (!transpose) {
      into.planar(records.bytes(), start, shape);
      return;
    }
    shape.transpose(records.bytes(), start, transposed);
    into.planar(transposed, 0, shape.transposed());
  }
}
