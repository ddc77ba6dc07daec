package io.entroscope.torch.graph;

import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import io.entroscope.torch.TorchException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A graph compiled into a list of steps over numbered slots, so that running it parses nothing.
 * Immutable, and free of native memory.
 */
final class Program {
  static final String CONSTANT = "Constant";
  private static final int NONE = -1;

  /** One node: which slots it reads and writes. */
  private record Step(String what, int[] inputs, int[] outputs, Kernel kernel) {}

  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Integer> slots = new HashMap<>();
  private final Map<String, TensorProto> constants = new LinkedHashMap<>();

  private Program() {}

  /**
   * Compiles a model's graph.
   *
   * @throws TorchException if there are operators, attributes or types in it that the executor
   *     lacks; the message names all of them
   */
  static Program compile(OnnxModel model, ElementTypes types) {
    Program program = new Program();
    Collection<String> missing = new TreeSet<>();
    List<String> refused = new ArrayList<>();
    List<NodeProto> nodes = model.graph().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      NodeProto node = nodes.get(i);
      if (!node.getDomain().isEmpty() && !node.getDomain().equals("ai.onnx")) {
        missing.add(node.getDomain() + "." + node.getOpType());
      } else if (node.getOpType().equals(CONSTANT)) {
        program.slot(node.getOutput(0));
        program.constants.put(node.getOutput(0), constant(node, refused));
      } else if (Operators.find(node.getOpType()).isEmpty()) {
        missing.add(node.getOpType());
      } else {
        program.add(node, new Node(node, model.opset(), i, types), refused);
      }
    }
    requireNothingMissing(missing, refused);
    model.graph().inputs().forEach(input -> program.slot(input.getName()));
    model.graph().initializers().keySet().forEach(program::slot);
    return program;
  }

  private static void requireNothingMissing(Collection<String> missing, List<String> refused) {
    List<String> problems = new ArrayList<>();
    if (!missing.isEmpty()) {
      problems.add("operators that it lacks: " + String.join(", ", missing));
    }
    problems.addAll(refused);
    if (!problems.isEmpty()) {
      throw new TorchException(
          "the model cannot be run with gradients: "
              + String.join("; ", problems)
              + "; `analyze` needs no gradients and takes it");
    }
  }

  private void add(NodeProto proto, Node node, List<String> refused) {
    try {
      Kernel kernel = Operators.find(proto.getOpType()).orElseThrow().create(node);
      node.requireAllRead();
      int[] inputs = proto.getInputList().stream().mapToInt(this::slot).toArray();
      int[] outputs = proto.getOutputList().stream().mapToInt(this::slot).toArray();
      steps.add(new Step(node.describe(), inputs, outputs, kernel));
    } catch (TorchException e) {
      refused.add(e.getMessage());
    }
  }

  private int slot(String tensor) {
    return tensor.isEmpty() ? NONE : slots.computeIfAbsent(tensor, name -> slots.size());
  }

  private static TensorProto constant(NodeProto node, List<String> refused) {
    String name = node.getOutput(0);
    AttributeProto value = node.getAttribute(0);
    return switch (value.getName()) {
      case "value" -> value.getT();
      case "value_float" -> Tensors.ofFloats(name, new long[0], new float[] {value.getF()});
      case "value_int" -> Tensors.ofLongs(name, new long[0], value.getI());
      case "value_floats" -> {
        float[] floats = new float[value.getFloatsCount()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = value.getFloats(i);
        }
        yield Tensors.ofFloats(name, new long[] {floats.length}, floats);
      }
      case "value_ints" ->
          Tensors.ofLongs(
              name,
              new long[] {value.getIntsCount()},
              value.getIntsList().stream().mapToLong(Long::longValue).toArray());
      default -> {
        refused.add("Constant '" + name + "': " + value.getName() + " is not supported");
        yield TensorProto.getDefaultInstance();
      }
    };
  }

  /** The values that the graph's Constant nodes give, by tensor. */
  Map<String, TensorProto> constants() {
    return Collections.unmodifiableMap(constants);
  }

  /** The part of this program that some tensors depend on. */
  Program slice(Collection<String> outputs) {
    Program part = new Program();
    part.slots.putAll(slots);
    part.constants.putAll(constants);
    boolean[] needed = new boolean[slots.size()];
    for (String output : outputs) {
      Integer slot = slots.get(output);
      if (slot == null) {
        throw new TorchException("the model has no tensor named '" + output + "'");
      }
      needed[slot] = true;
    }
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      boolean wanted = false;
      for (int slot : step.outputs()) {
        wanted |= slot != NONE && needed[slot];
      }
      if (wanted) {
        part.steps.add(step);
        for (int slot : step.inputs()) {
          if (slot != NONE) {
            needed[slot] = true;
          }
        }
      }
    }
    Collections.reverse(part.steps);
    return part;
  }

  /**
   * Runs every step.
   *
   * @param given values of inputs, weights and constants by tensor
   * @param outputs the tensors to give back
   * @throws TorchException if an operation refuses its inputs, naming the node
   */
  Map<String, Tensor> run(
      Collection<Map<String, Tensor>> given, Collection<String> outputs, Run run) {
    @Nullable Tensor[] values = new Tensor[slots.size()];
    for (Map<String, Tensor> map : given) {
      map.forEach(
          (name, tensor) -> {
            Integer slot = slots.get(name);
            if (slot != null) {
              values[slot] = tensor;
            }
          });
    }
    for (Step step : steps) {
      execute(step, values, run);
    }
    Map<String, Tensor> result = new LinkedHashMap<>();
    for (String output : outputs) {
      Integer slot = slots.get(output);
      Tensor value = slot == null ? null : values[slot];
      if (value == null) {
        throw new TorchException("nothing gives the tensor '" + output + "' a value");
      }
      result.put(output, value);
    }
    return result;
  }

  private static void execute(Step step, @Nullable Tensor[] values, Run run) {
    @Nullable Tensor[] inputs = new Tensor[step.inputs().length];
    for (int i = 0; i < inputs.length; i++) {
      int slot = step.inputs()[i];
      inputs[i] = slot == NONE ? null : values[slot];
      if (slot != NONE && inputs[i] == null) {
        throw new TorchException(step.what() + ": its input " + (i + 1) + " has no value");
      }
    }
    Tensor[] outputs;
    try {
      outputs = step.kernel().run(inputs, run);
    } catch (TorchException e) {
      throw e;
    } catch (RuntimeException e) {
      throw failed(step, e);
    }
    for (int i = 0; i < step.outputs().length && i < outputs.length; i++) {
      if (step.outputs()[i] != NONE) {
        values[step.outputs()[i]] = outputs[i];
      }
    }
  }

  private static TorchException failed(Step step, RuntimeException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    String firstLine = message.lines().findFirst().orElse("");
    if (firstLine.contains("not enough memory")) {
      return new TorchException(
          step.what() + ": out of memory (" + firstLine + "); use a smaller batch", e);
    }
    return new TorchException(step.what() + ": " + firstLine, e);
  }
}
