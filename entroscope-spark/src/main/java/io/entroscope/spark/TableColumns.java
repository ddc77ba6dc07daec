package io.entroscope.spark;

/**
 * The columns of a table that hold images and labels.
 *
 * @param image binary, or a struct of {@code bytes} and perhaps {@code path}, as Hugging Face has
 *     it
 * @param label whole numbers from 0
 */
public record TableColumns(String image, String label) {
  /** {@code image} and {@code label}. */
  public static final TableColumns USUAL = new TableColumns("image", "label");
}
