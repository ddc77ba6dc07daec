package io.entroscope.core.ablate;

import java.util.Map;

/**
 * What becomes of the tensors behind a candidate when it is taken out.
 *
 * @param same tensors that are another one then
 * @param made tensors that are made otherwise then
 */
record Detour(Map<String, String> same, Map<String, Part> made) {
  Detour {
    same = Map.copyOf(same);
    made = Map.copyOf(made);
  }
}
