package io.entroscope.core.run;

import io.entroscope.core.plan.AnalysisPlan;

/**
 * What a model made of some images, in the order of their positions, while it is at hand: it must
 * not be read after {@link Witness#see} has returned.
 */
public final class SeenImages {
  private final AnalysisPlan plan;
  private final BundleBuffer bundle;

  SeenImages(AnalysisPlan plan, BundleBuffer bundle) {
    this.plan = plan;
    this.bundle = bundle;
  }

  /** The number of images. */
  public int count() {
    return bundle.count();
  }

  /** The position of an image in its split. */
  public int position(int image) {
    return bundle.position(bundle.inOrder(image));
  }

  /** The class index that the data give an image. */
  public int label(int image) {
    return plan.labels().get(bundle.place(bundle.inOrder(image)));
  }

  /** The class index that the model predicts. */
  public int predicted(int image) {
    return bundle.predicted(bundle.inOrder(image));
  }

  /** The probability of that class; NaN where it is not known. */
  public float confidence(int image) {
    return bundle.confidence(bundle.inOrder(image));
  }

  /** That probability less the next largest; NaN where it is not known. */
  public float margin(int image) {
    return bundle.margin(bundle.inOrder(image));
  }

  /** All activations of a tap point, those of an image from {@link #offset} on. */
  public float[] activations(int tap) {
    return bundle.tap(tap).activations();
  }

  /** Where the activations of an image begin. */
  public int offset(int tap, int image) {
    return bundle.tap(tap).offset(bundle.inOrder(image));
  }

  /** The entropy of the softmax of an image's activations in nats; NaN where one is not finite. */
  public double entropy(int tap, int image) {
    TapBuffer buffer = bundle.tap(tap);
    int at = bundle.inOrder(image);
    return buffer.finite(at) ? buffer.entropy(at) : Double.NaN;
  }
}
