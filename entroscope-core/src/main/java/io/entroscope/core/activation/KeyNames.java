package io.entroscope.core.activation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Layers' names as parts of the names of files in an archive: what no archive takes is replaced.
 */
final class KeyNames {
  private static final int LONGEST = 1000;

  private final Map<String, String> known = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** The name of a layer: itself nearly always, and different for different layers. */
  String of(String layer) {
    return known.computeIfAbsent(layer, this::fresh);
  }

  private String fresh(String layer) {
    String plain = layer.replaceAll("\\p{Cntrl}|[\\\\\\uD800-\\uDFFF]", "_").replace("..", "__");
    String name = plain.substring(0, Math.min(LONGEST, plain.length()));
    String free = name;
    for (int number = 2; !taken.add(free); number++) {
      free = name + "-" + number;
    }
    return free;
  }
}
