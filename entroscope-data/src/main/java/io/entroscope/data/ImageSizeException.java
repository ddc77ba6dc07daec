package io.entroscope.data;

/** An image of another size than the others, where none may differ. */
final class ImageSizeException extends Exception {
  private static final long serialVersionUID = 1L;

  ImageSizeException(ImageShape shape) {
    super(shape.toString());
  }
}
