package io.entroscope.core.option;

/** Of what the indicators besides entropy are computed: spectra, probes and the like. */
public enum IndicatorScope {
  /** They are not. */
  NONE,
  /** Of each layer over all images; of classes what needs no covariance. */
  LAYERS,
  /** The spectrum over the images of each class as well. */
  CLASSES;

  /** Whether they are computed at all. */
  public boolean asked() {
    return this != NONE;
  }
}
