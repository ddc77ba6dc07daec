package io.entroscope.torch.maximize;

import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import io.entroscope.torch.TorchException;
import java.util.Arrays;
import java.util.List;

/** A grid of images of one shape, separated by white lines. */
public final class PictureGrid {
  private static final byte WHITE = (byte) 255;

  private PictureGrid() {}

  /**
   * The grid, row by row.
   *
   * @param images at least one, all of the same shape
   * @param columns images in a row, at least 1
   * @param zoom how many pixels wide and high each pixel is drawn, at least 1
   */
  public static PixelImage of(List<PixelImage> images, int columns, int zoom) {
    if (images.isEmpty()) {
      throw new TorchException("there are no images to draw side by side");
    }
    ImageShape one = images.get(0).shape();
    int across = Math.min(columns, images.size());
    int down = (images.size() + across - 1) / across;
    int width = across * (one.width() * zoom + 1) + 1;
    int height = down * (one.height() * zoom + 1) + 1;
    ImageShape whole = new ImageShape(one.channels(), height, width);
    byte[] values = new byte[whole.elements()];
    Arrays.fill(values, WHITE);
    for (int i = 0; i < images.size(); i++) {
      int top = 1 + i / across * (one.height() * zoom + 1);
      int left = 1 + i % across * (one.width() * zoom + 1);
      draw(images.get(i), values, whole, top, left, zoom);
    }
    return new PixelImage(whole, values);
  }

  private static void draw(
      PixelImage image, byte[] values, ImageShape whole, int top, int left, int zoom) {
    ImageShape shape = image.shape();
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height() * zoom; y++) {
        for (int x = 0; x < shape.width() * zoom; x++) {
          int at = (c * whole.height() + top + y) * whole.width() + left + x;
          values[at] = (byte) image.value(c, y / zoom, x / zoom);
        }
      }
    }
  }
}
