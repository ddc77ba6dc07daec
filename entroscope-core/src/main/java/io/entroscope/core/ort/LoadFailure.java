package io.entroscope.core.ort;

import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why ONNX Runtime does not load a model, in a sentence that fits the failure. */
final class LoadFailure {
  /** What a person reads instead of a message that matches. */
  private record Kind(Pattern message, Function<Matcher, String> text) {
    static Kind of(String message, Function<Matcher, String> text) {
      return new Kind(Pattern.compile(message), text);
    }

    Optional<String> told(String reason) {
      Matcher matcher = message.matcher(reason);
      return matcher.find() ? Optional.of(text.apply(matcher)) : Optional.empty();
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          Kind.of(
              "two nodes with same node name \\((.*?)\\)",
              m -> "two of its nodes are called '" + m.group(1) + "'; give each a name of its own"),
          Kind.of(
              "Unsupported model IR version: (\\d+), max supported IR version: (\\d+)",
              m ->
                  "it is of version "
                      + m.group(1)
                      + " of ONNX's file format, of which this ONNX Runtime knows those up to "
                      + m.group(2)
                      + "; export it with an older onnx, or set model.ir_version to "
                      + m.group(2)),
          Kind.of(
              "Opset (\\d+) is under development.*?domain (\\S+) is till opset (\\d+)",
              m ->
                  "it uses version "
                      + m.group(1)
                      + " of the operators of "
                      + m.group(2)
                      + ", of which this ONNX Runtime knows those up to "
                      + m.group(3)
                      + "; export it for one of those, or convert it with onnx.version_converter"),
          Kind.of(
              "No opset import for domain '(.*?)'",
              m ->
                  "it uses operators of the domain '"
                      + m.group(1)
                      + "' without naming their version (opset_import); export it again"),
          Kind.of(
              "(\\S+?):(\\S+?)\\(-?\\d+\\) is not a registered function/op",
              m ->
                  "it uses the operator "
                      + m.group(2)
                      + " of the domain '"
                      + m.group(1)
                      + "', which is in no library that is loaded here; export it with ONNX's own"
                      + " operators, or with a function that says what the operator does"),
          Kind.of(
              "No Op registered for (\\S+) with domain_version of (\\d+)",
              m ->
                  "ONNX has no operator "
                      + m.group(1)
                      + " in version "
                      + m.group(2)
                      + " of its operators; export it for a version that has it, or with other"
                      + " operators"),
          Kind.of(
              "Node input '(.*?)' is not a graph input",
              m ->
                  "nothing makes its tensor '"
                      + m.group(1)
                      + "'; the file is damaged, export it again"));

  private static final Pattern NO_KERNEL =
      Pattern.compile("Could not find an implementation for (\\w+).*?node with name '(.*?)'");

  private LoadFailure() {}

  /** What happened and what to do, without the model's name. */
  static String text(OnnxModel model, String reason) {
    Matcher kernel = NO_KERNEL.matcher(reason);
    if (kernel.find()) {
      return noKernel(model, kernel.group(1), kernel.group(2));
    }
    return KINDS.stream()
        .map(kind -> kind.told(reason))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(reason + "; check it with onnx.checker, or export it again");
  }

  private static String noKernel(OnnxModel model, String operator, String node) {
    Optional<ElementType> rare =
        model.graph().initializers().values().stream()
            .map(Tensors::type)
            .filter(type -> type.isFloating() || type.text().startsWith("float"))
            .filter(type -> type != ElementType.FLOAT && type != ElementType.DOUBLE)
            .findFirst();
    return "ONNX Runtime has no code for this processor that computes "
        + operator
        + " (node '"
        + node
        + "')"
        + rare.map(
                type ->
                    " in "
                        + type.text().toLowerCase(Locale.ROOT)
                        + ", which the weights are in; export the model in float32")
            .orElse(" with such numbers; export that part in float32");
  }
}
