package io.entroscope.data.image.internal;

import io.entroscope.data.image.ImageShape;

/** An image of another size than the others, where none may differ. */
public final class ImageSizeException extends Exception {
  private static final long serialVersionUID = 1L;

  ImageSizeException(ImageShape shape) {
    super(shape.toString());
  }
}
