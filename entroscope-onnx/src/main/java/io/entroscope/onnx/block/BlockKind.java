package io.entroscope.onnx.block;

/** What a residual block does. */
public enum BlockKind {
  /** Products of data with data: a half of a transformer's layer. */
  ATTENTION("attention"),
  /** Products of each place or token by itself: the other half. */
  FEED_FORWARD("feed-forward"),
  /** Products over the tokens, or pooling, in the place of attention. */
  TOKEN_MIXING("token-mixing"),
  /** The half that follows token mixing. */
  CHANNEL_MIXING("channel-mixing"),
  /** Convolutions over a neighbourhood: the unit of a ResNet, MobileNet or ConvNeXt. */
  CONVOLUTION("convolution"),
  /** A whole layer, made of two or more of the halves above. */
  LAYER("layer"),
  /** A skip around other blocks. */
  OUTER("outer");

  private final String label;

  BlockKind(String label) {
    this.label = label;
  }

  /** The kind as it is written in results. */
  public String label() {
    return label;
  }

  /** Whether a block of this kind is not made of other blocks. */
  public boolean isElementary() {
    return this != LAYER && this != OUTER;
  }
}
