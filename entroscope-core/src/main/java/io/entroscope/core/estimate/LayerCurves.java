package io.entroscope.core.estimate;

/**
 * One layer's points of the three curves over depth, all normalised.
 *
 * @param pattern the pattern entropy
 * @param standardized the pattern entropy of standardised activations
 * @param image the mean image entropy
 */
record LayerCurves(CurvePoints pattern, CurvePoints standardized, CurvePoints image) {}
