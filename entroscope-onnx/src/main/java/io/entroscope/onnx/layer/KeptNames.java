package io.entroscope.onnx.layer;

import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.internal.LayerTrace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Layers whose names count them, {@code fc1}, {@code fc2}, would have other ones once one of them
 * is gone, and could be taken for each other. An edit therefore keeps the names in the model, as
 * the metadata property {@value #PROPERTY}: a line {@code name=node} for each.
 */
public final class KeptNames {
  /** The metadata property. */
  public static final String PROPERTY = "entroscope.layer.names";

  private static final String LINE = "\n";

  private KeptNames() {}

  /** The names that a model keeps, without a part of a layer, by the layer's node. */
  static Map<String, String> of(OnnxModel model) {
    Map<String, String> names = new HashMap<>();
    Set<String> given = new HashSet<>();
    for (String line : model.metadata().getOrDefault(PROPERTY, "").split(LINE, -1)) {
      int end = line.indexOf('=');
      // Others may have written it: a name is given once.
      if (end > 0 && given.add(line.substring(0, end))) {
        names.put(line.substring(end + 1), line.substring(0, end));
      }
    }
    return names;
  }

  /**
   * An edited model in which each layer that was there before the edit has the name that it had;
   * the model itself if that is so without more ado.
   */
  public static OnnxModel keep(FoundLayers before, FoundLayers edited) {
    Map<String, String> old = names(before.traces(), of(before.model()));
    Map<String, String> made = names(edited.traces(), Map.of());
    List<String> lines = new ArrayList<>();
    made.forEach(
        (node, name) -> {
          String had = old.get(node);
          if (had != null && !had.equals(name) && isWritable(had) && isWritable(node)) {
            lines.add(had + "=" + node);
          }
        });
    return lines.isEmpty()
        ? edited.model()
        : edited
            .model()
            .withMetadata(Map.of(PROPERTY, String.join(LINE, lines.stream().sorted().toList())));
  }

  private static boolean isWritable(String text) {
    return !text.contains(LINE) && !text.contains("=");
  }

  private static Map<String, String> names(List<LayerTrace> traces, Map<String, String> kept) {
    List<String> names = LayerNames.bases(traces, kept);
    Map<String, String> byNode = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      byNode.putIfAbsent(Nodes.name(traces.get(i).head().node()), names.get(i));
    }
    return byNode;
  }
}
