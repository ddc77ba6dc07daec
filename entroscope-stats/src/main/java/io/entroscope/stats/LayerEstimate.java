package io.entroscope.stats;

import java.util.List;

/**
 * What a finished {@link LayerState} says of a layer.
 *
 * @param units n
 * @param rms the root mean square of the activations over all images and units
 * @param nonFinite images left out for an activation that is not finite
 * @param all over the images of all classes together
 * @param classes by class
 */
public record LayerEstimate(
    int units, double rms, long nonFinite, ClassEstimate all, List<ClassEstimate> classes) {
  public LayerEstimate {
    classes = List.copyOf(classes);
  }
}
