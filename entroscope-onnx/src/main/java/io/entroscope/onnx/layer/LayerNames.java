package io.entroscope.onnx.layer;

import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.internal.WeightNames;
import io.entroscope.onnx.layer.internal.LayerTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Short names for layers that a person recognises, from what exporters leave of the source: the
 * name of the weights ({@code fc1.weight}) or the path in the node's name ({@code
 * sequential/dense_1/MatMul}).
 */
public final class LayerNames {
  private static final Pattern OUTPUT_NUMBER = Pattern.compile(":\\d+$");
  private static final Pattern SERIAL = Pattern.compile("__\\d+$");

  /**
   * Parts of a path that say what an operator is, not which layer. Here and below, what is repeated
   * is never given back ({@code *+}): Java would need a stack as deep as a name is long.
   */
  private static final Pattern OPERATOR =
      Pattern.compile(
          "(Fused|QLinear|Quant|Q)?(MatMul|Gemm|Conv|ConvTranspose|Conv[123]D|MatMulInteger"
              + "|ConvInteger|MatMulNBits|LSTM|GRU|RNN|Attention"
              + "|Conv[123]DTranspose|Tensordot|BiasAdd|Add|ReadVariableOp|Read|Cast|Identity"
              + "|Transpose|Reshape|Squeeze|ExpandDims|convolution|kernel|weights?|quant"
              + "|DepthwiseConv2dNative|depthwise|DequantizeLinear)(_?(quant|\\d+))*+"
              + "|_\\d+__cf");

  /** Names that exporters make up. */
  private static final Pattern MADE_UP =
      Pattern.compile(
          "(_?val|tensor|node|constant|Constant|initializer|cst|param"
              + "|coefficients?|intercepts?|weights?|kernel|buf|[A-Za-z])?[_.]?\\d*([_.]\\d+)*+",
          Pattern.DOTALL);

  private static final Pattern ALWAYS_MADE_UP =
      Pattern.compile("onnx::.*|const_fold_opt.*|\\d+", Pattern.DOTALL);

  private LayerNames() {}

  /**
   * A name for each layer, unique, in the same order.
   *
   * @param kept by node, the names that were kept from before an edit
   */
  static List<String> of(List<LayerTrace> layers, Map<String, String> kept) {
    List<String> bases = bases(layers, kept);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      names.add(bases.get(i) + part(layers.get(i)));
    }
    return names;
  }

  /** The names without the part of a layer that computes several things; unique with it. */
  static List<String> bases(List<LayerTrace> layers, Map<String, String> kept) {
    Map<String, Set<String>> users = new HashMap<>();
    for (LayerTrace layer : layers) {
      users
          .computeIfAbsent(layer.head().weight().label(), label -> new HashSet<>())
          .add(Nodes.key(layer.head().node()));
    }
    List<@Nullable List<String>> paths = new ArrayList<>();
    for (LayerTrace layer : layers) {
      paths.add(path(layer, users).orElse(null));
    }
    int shared = sharedPrefix(paths);
    Map<String, Set<String>> heads = new HashMap<>();
    Set<String> given = new HashSet<>();
    layers.forEach(layer -> keptName(layer, kept).ifPresent(name -> given.add(name + part(layer))));
    List<String> bases = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      LayerTrace layer = layers.get(i);
      String word = word(layer);
      Set<String> before = heads.computeIfAbsent(word, key -> new HashSet<>());
      before.add(Nodes.key(layer.head().node()));
      int number = before.size();
      List<String> path = paths.get(i);
      String made =
          path == null ? word + number : String.join(".", path.subList(shared, path.size()));
      bases.add(keptName(layer, kept).orElseGet(() -> unique(made, part(layer), given)));
    }
    return bases;
  }

  private static Optional<String> keptName(LayerTrace layer, Map<String, String> kept) {
    return Optional.ofNullable(kept.get(Nodes.name(layer.head().node())));
  }

  private static String part(LayerTrace layer) {
    return layer.part().isEmpty() ? "" : "." + layer.part();
  }

  private static String unique(String base, String part, Set<String> given) {
    String unique = base;
    for (int again = 2; !given.add(unique + part); again++) {
      unique = base + "_" + again;
    }
    return unique;
  }

  private static String word(LayerTrace layer) {
    return switch (layer.head().kind()) {
      case CONVOLUTION -> "conv";
      case RECURRENT -> layer.head().node().getOpType().toLowerCase(Locale.ROOT);
      case FULLY_CONNECTED -> layer.part().isEmpty() ? "fc" : "attention";
      case BLOCK -> "block";
    };
  }

  private static Optional<List<String>> path(LayerTrace layer, Map<String, Set<String>> users) {
    String label = layer.head().weight().label();
    Optional<List<String>> fromWeight =
        users.getOrDefault(label, Set.of()).size() == 1 ? parse(label) : Optional.empty();
    return fromWeight.or(() -> parse(layer.head().node().getName()));
  }

  /** The parts of the module's path that a name speaks of; empty if it speaks of none. */
  public static Optional<List<String>> parse(String name) {
    String first = name.split(";", 2)[0];
    List<String> parts =
        Arrays.stream(OUTPUT_NUMBER.matcher(first).replaceAll("").split("/"))
            .map(part -> SERIAL.matcher(part).replaceAll(""))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.toCollection(ArrayList::new));
    while (!parts.isEmpty()) {
      int end = parts.size() - 1;
      String last = WeightNames.owner(strip(parts.get(end)));
      if (last.isEmpty() || OPERATOR.matcher(last).matches()) {
        parts.remove(end);
      } else {
        parts.set(end, last);
        break;
      }
    }
    String left = String.join("/", parts);
    boolean wasPath = first.contains("/") || WeightNames.isOne(first);
    if (left.isEmpty()
        || ALWAYS_MADE_UP.matcher(left).matches()
        || (!wasPath && MADE_UP.matcher(left).matches())) {
      return Optional.empty();
    }
    // PyTorch repeats the path of the parent in the child's name: /conv/conv.0.
    List<String> modules = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      boolean repeated = i + 1 < parts.size() && parts.get(i + 1).startsWith(parts.get(i) + ".");
      if (!repeated) {
        modules.addAll(List.of(parts.get(i).split("\\.")));
      }
    }
    modules.removeIf(String::isEmpty);
    boolean numbersOnly = modules.stream().allMatch(LayerNames::isNumber);
    return numbersOnly ? Optional.empty() : Optional.of(List.copyOf(modules));
  }

  private static String strip(String part) {
    return part.startsWith("node_") ? part.substring("node_".length()) : part;
  }

  /** How many leading parts all paths share and can do without. */
  private static int sharedPrefix(List<@Nullable List<String>> paths) {
    List<List<String>> named = new ArrayList<>();
    for (List<String> path : paths) {
      if (path != null) {
        named.add(path);
      }
    }
    if (named.isEmpty()) {
      return 0;
    }
    List<String> first = named.get(0);
    int shared = 0;
    while (shared < first.size() - 1) {
      int at = shared;
      if (!named.stream().allMatch(p -> p.size() > at + 1 && p.get(at).equals(first.get(at)))) {
        break;
      }
      shared++;
    }
    while (shared > 0) {
      int at = shared;
      if (named.stream().noneMatch(path -> isNumber(path.get(at)))) {
        break;
      }
      shared--;
    }
    return shared;
  }

  private static boolean isNumber(String part) {
    return part.chars().allMatch(Character::isDigit);
  }
}
