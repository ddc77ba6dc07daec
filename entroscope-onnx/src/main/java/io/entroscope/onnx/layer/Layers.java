package io.entroscope.onnx.layer;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.internal.Nearest;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.internal.ActivationRegion;
import io.entroscope.onnx.layer.internal.LayerHead;
import io.entroscope.onnx.layer.internal.LayerTrace;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.setting.Listing;
import io.entroscope.setting.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The layers of a model. */
public final class Layers {
  private static final int NEAREST = 3;

  private static final Map<LayerKind, String> WORDS =
      Map.of(
          LayerKind.FULLY_CONNECTED, "fc",
          LayerKind.CONVOLUTION, "conv",
          LayerKind.RECURRENT, "recurrent");

  private Layers() {}

  /**
   * Every fully connected layer, convolution and recurrent layer that can be observed, in order of
   * depth: by the number of layers on the longest way from the inputs, then in file order.
   * Subgraphs (branches of an If that depend on data, bodies of a Loop) are not entered. Empty if
   * the model has none.
   */
  public static List<Layer> find(OnnxModel model) {
    return FoundLayers.of(model).layers();
  }

  static List<Layer> of(OnnxModel model, List<LayerTrace> traces) {
    List<String> names = LayerNames.of(traces, KeptNames.of(model));
    Set<String> inner = followed(model.graph(), traces);
    return IntStream.range(0, traces.size())
        .mapToObj(i -> layer(traces.get(i), names.get(i), inner))
        .toList();
  }

  static List<LayerTrace> inDepthOrder(Graph graph, List<LayerTrace> traces) {
    Map<String, Integer> depth = depths(graph, traces);
    return traces.stream()
        .sorted(Comparator.comparing(trace -> depth.getOrDefault(key(trace), 0)))
        .toList();
  }

  private static String key(LayerTrace trace) {
    return Nodes.key(trace.head().node());
  }

  private static Map<String, Integer> depths(Graph graph, List<LayerTrace> traces) {
    Set<String> heads = heads(traces);
    Map<String, Integer> tensors = new HashMap<>();
    Map<String, Integer> nodes = new HashMap<>();
    for (NodeProto node : graph.nodes()) {
      int depth = 0;
      for (String input : Nodes.taken(node)) {
        depth = Math.max(depth, tensors.getOrDefault(input, 0));
      }
      depth += heads.contains(Nodes.key(node)) ? 1 : 0;
      nodes.put(Nodes.key(node), depth);
      for (String output : node.getOutputList()) {
        tensors.put(output, depth);
      }
    }
    return nodes;
  }

  private static Set<String> heads(List<LayerTrace> traces) {
    return traces.stream().map(Layers::key).collect(Collectors.toSet());
  }

  /** The heads of layers from which another layer can be reached. */
  private static Set<String> followed(Graph graph, List<LayerTrace> traces) {
    Set<String> heads = heads(traces);
    Set<String> followed = new HashSet<>();
    Set<String> leading = new HashSet<>();
    List<NodeProto> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      NodeProto node = nodes.get(i);
      boolean leads = node.getOutputList().stream().anyMatch(leading::contains);
      boolean head = heads.contains(Nodes.key(node));
      if (leads && head) {
        followed.add(Nodes.key(node));
      }
      if ((leads || head) && !Nodes.asksForm(node)) {
        leading.addAll(Nodes.taken(node));
      }
    }
    return followed;
  }

  private static Layer layer(LayerTrace trace, String name, Set<String> followed) {
    LayerHead head = trace.head();
    boolean last = head.kind() == LayerKind.FULLY_CONNECTED && !followed.contains(key(trace));
    ActivationRegion region = trace.activation();
    Optional<Activation> activation =
        region == null || (last && trace.preactivation() != null)
            ? Optional.empty()
            : Optional.of(new Activation(region.name(), region.output()));
    return new Layer(
        name,
        Nodes.name(head.node()),
        head.kind(),
        new Layer.Path(
            head.input(), Optional.ofNullable(trace.preactivation()), activation, trace.reading()),
        trace.unitAxis(),
        head.units(),
        head.inputs(),
        trace.parameters(),
        last,
        aliases(trace, region));
  }

  private static Set<String> aliases(LayerTrace trace, @Nullable ActivationRegion region) {
    Set<String> aliases = new LinkedHashSet<>();
    NodeProto node = trace.head().node();
    aliases.add(node.getName());
    aliases.addAll(node.getOutputList());
    aliases.add(trace.head().weight().label());
    aliases.add(node.getInput(trace.head().weightIndex()));
    trace.steps().forEach(step -> aliases.addAll(step.getOutputList()));
    if (region != null) {
      region.nodes().forEach(part -> aliases.add(part.getName()));
      region.nodes().forEach(part -> aliases.addAll(part.getOutputList()));
    }
    LayerNames.parse(trace.head().weight().label())
        .ifPresent(path -> aliases.add(String.join(".", path)));
    LayerNames.parse(node.getName()).ifPresent(path -> aliases.add(String.join(".", path)));
    aliases.remove("");
    return aliases;
  }

  /**
   * The layers that an expression names: {@code fc}, {@code conv}, {@code recurrent}, {@code all},
   * or names separated by commas. A name is a layer's short name, its node, its weights, or one of
   * its tensors; a layer whose short name is one of these words is named by its node. The answer
   * keeps the order of depth and names each layer once.
   *
   * @throws OnnxException if nothing is asked for, a name is unknown (the nearest ones are
   *     offered), or the model has no layer of the kind
   */
  public static List<Layer> select(List<Layer> layers, String expression) {
    List<String> words =
        List.of(expression.split(",")).stream()
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .toList();
    if (words.isEmpty()) {
      throw new OnnxException(
          "no layers are named; say fc, conv, recurrent, all, or names with commas");
    }
    Set<String> chosen = new HashSet<>();
    for (String word : words) {
      matching(layers, word).forEach(layer -> chosen.add(layer.name()));
    }
    return layers.stream().filter(layer -> chosen.contains(layer.name())).toList();
  }

  private static List<Layer> matching(List<Layer> layers, String word) {
    List<Layer> found =
        switch (word.toLowerCase(Locale.ROOT)) {
          case "all" -> layers;
          case "fc" -> ofKind(layers, LayerKind.FULLY_CONNECTED);
          case "conv" -> ofKind(layers, LayerKind.CONVOLUTION);
          case "recurrent" -> ofKind(layers, LayerKind.RECURRENT);
          default -> named(layers, word);
        };
    if (found.isEmpty()) {
      throw none(layers, word);
    }
    return found;
  }

  private static List<Layer> named(List<Layer> layers, String word) {
    List<Layer> exact = layers.stream().filter(layer -> layer.name().equals(word)).toList();
    List<Layer> named =
        exact.isEmpty()
            ? layers.stream().filter(layer -> layer.aliases().contains(word)).toList()
            : exact;
    if (named.isEmpty()) {
      throw unknown(layers, word);
    }
    return named;
  }

  private static List<Layer> ofKind(List<Layer> layers, LayerKind kind) {
    return layers.stream().filter(layer -> layer.kind() == kind).toList();
  }

  private static OnnxException none(List<Layer> layers, String word) {
    if (layers.isEmpty()) {
      return new OnnxException(
          "the model has no fully connected, convolutional or recurrent layer with constant"
              + " weights, so there is nothing to observe");
    }
    LayerKind there = layers.get(0).kind();
    List<Layer> same = ofKind(layers, there);
    return new OnnxException(
        "the model has no "
            + plural(word)
            + ", only "
            + same.size()
            + " "
            + plural(Objects.requireNonNull(WORDS.get(there)))
            + " ("
            + same.stream().limit(NEAREST).map(Layer::name).collect(Collectors.joining(", "))
            + (same.size() > NEAREST ? ", …" : "")
            + ")"
            + (same.size() < layers.size() ? " and other kinds" : "")
            + "; ask for "
            + Setting.LAYERS
            + " "
            + WORDS.get(there));
  }

  private static String plural(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "conv" -> "convolutions";
      case "recurrent" -> "recurrent layers";
      default -> "fully connected layers";
    };
  }

  private static OnnxException unknown(List<Layer> layers, String word) {
    if (layers.isEmpty()) {
      return none(layers, word);
    }
    List<String> nearest = new ArrayList<>(Nearest.of(word, layers, Layer::name, NEAREST));
    return new OnnxException(
        "the model has no layer '"
            + word
            + "'; the nearest are "
            + String.join(", ", nearest)
            + " ("
            + Listing.LAYERS
            + " lists all)");
  }
}
