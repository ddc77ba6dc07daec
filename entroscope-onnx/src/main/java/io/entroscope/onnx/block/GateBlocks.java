package io.entroscope.onnx.block;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphEdit;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.edit.GraphRewrite;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.internal.TensorTypes;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives blocks gates, so that one session can measure every removal: the sum x + branch becomes x +
 * g · branch, with g an input of the model. Of a whole layer, whose last sum is y + branch with y a
 * tensor inside of it, the sum becomes (g · y + (1 − g) · x) + g · branch.
 *
 * <p>With all gates 1 the model gives what it gave: products with 1 and sums with 0 are exact, so
 * only an engine that fused a sum with its neighbours may round otherwise. With one gate 0 it gives
 * what the model bypassed at the sum ({@link Bypass#SUM}) gives, what closes the block staying.
 */
public final class GateBlocks implements GraphEdit {
  private static final int FUSED_BIAS = 4;

  private final List<Block> blocks;

  /** Gives these blocks gates; they may overlap. Those that cannot be taken out get none. */
  public GateBlocks(List<Block> blocks) {
    this.blocks = blocks.stream().filter(Block::isDroppable).toList();
  }

  /** The model with gates; the same instance if no block can have one. */
  @Override
  public OnnxModel apply(OnnxModel model) {
    return gate(model).model();
  }

  /**
   * The model with gates, and their inputs' names.
   *
   * @throws OnnxException if the model has no such block
   */
  public GatedModel gate(OnnxModel model) {
    if (blocks.isEmpty()) {
      return new GatedModel(model, Map.of());
    }
    return new Gating(model).gate();
  }

  private final class Gating {
    private final OnnxModel model;
    private final GraphRewrite rewrite;
    private final TensorTypes types;
    private final Map<String, List<NodeProto>> before = new LinkedHashMap<>();
    private final Map<String, NodeProto> sums = new LinkedHashMap<>();
    private final GraphProto.Builder inputs = GraphProto.newBuilder();
    private final Set<String> given = new HashSet<>();
    private final Map<ElementType, String> ones = new EnumMap<>(ElementType.class);

    private Gating(OnnxModel model) {
      this.model = model;
      this.rewrite = new GraphRewrite(model);
      this.types = new TensorTypes(model.graph());
    }

    private GatedModel gate() {
      Map<String, String> gates = new LinkedHashMap<>();
      for (Block block : blocks) {
        String input = unused("gate_" + block.name());
        inputs.addInput(scalar(input));
        gates.put(block.name(), input);
        gate(block, input);
      }
      sums.forEach(
          (key, sum) -> {
            List<NodeProto> nodes = new ArrayList<>(before.getOrDefault(key, List.of()));
            nodes.add(sum);
            rewrite.replace(model.graph().producer(key).orElseThrow(), nodes);
          });
      OnnxModel gated = rewrite.finish().append(ModelProto.newBuilder().setGraph(inputs).build());
      return new GatedModel(gated, gates);
    }

    private void gate(Block block, String input) {
      NodeProto original =
          model
              .graph()
              .producer(block.sumNode())
              .orElseThrow(
                  () ->
                      new OnnxException(
                          "the model has no block '" + block.name() + "'; find its blocks again"));
      NodeProto.Builder sum = sums.computeIfAbsent(block.sumNode(), key -> original).toBuilder();
      List<NodeProto> nodes = before.computeIfAbsent(block.sumNode(), key -> new ArrayList<>());
      String gate = cast(input, block.skip(), nodes);
      boolean fused = ResidualSum.isFused(original);
      int operands = fused ? 2 : original.getInputCount();
      int kept = Math.max(0, original.getInputList().subList(0, operands).indexOf(block.skip()));
      for (int i = 0; i < operands; i++) {
        if (i != kept) {
          sum.setInput(i, node("Mul", sum.getInput(i), gate, input + "_branch_" + i, nodes));
        } else if (!original.getInput(i).equals(block.skip())) {
          sum.setInput(i, between(sum.getInput(i), block.skip(), gate, input, nodes));
        }
      }
      if (fused && Nodes.input(original, FUSED_BIAS).isPresent()) {
        sum.setInput(
            FUSED_BIAS, node("Mul", sum.getInput(FUSED_BIAS), gate, input + "_bias", nodes));
      }
      sums.put(block.sumNode(), sum.build());
    }

    /** g · inner + (1 − g) · outer. */
    private String between(
        String inner, String outer, String gate, String input, List<NodeProto> nodes) {
      String rest = node("Sub", one(outer), gate, input + "_rest", nodes);
      String left = node("Mul", inner, gate, input + "_inner", nodes);
      String right = node("Mul", outer, rest, input + "_outer", nodes);
      return node("Add", left, right, input + "_stream", nodes);
    }

    /** A name that no tensor has yet. */
    private String unused(String wish) {
      String name = wish;
      for (int i = 2; model.graph().hasTensor(name) || !given.add(name); i++) {
        name = wish + "_" + i;
      }
      return name;
    }

    /** The constant 1 in the type of a tensor; made once for each type. */
    private String one(String stream) {
      return ones.computeIfAbsent(
          type(stream),
          type -> rewrite.add("one", Tensors.of("one", type, new long[0], new double[] {1})));
    }

    private ElementType type(String stream) {
      return types.find(stream).orElse(ElementType.FLOAT);
    }

    private String cast(String input, String stream, List<NodeProto> nodes) {
      ElementType type = type(stream);
      if (type == ElementType.FLOAT) {
        return input;
      }
      String name = unused(input + "_cast");
      nodes.add(
          NodeProto.newBuilder()
              .setName(name)
              .setOpType("Cast")
              .addInput(input)
              .addAttribute(Attributes.of("to", (long) type.number()))
              .addOutput(name)
              .build());
      return name;
    }

    private String node(
        String operator, String left, String right, String wish, List<NodeProto> nodes) {
      String name = unused(wish);
      nodes.add(
          NodeProto.newBuilder()
              .setName(name)
              .setOpType(operator)
              .addInput(left)
              .addInput(right)
              .addOutput(name)
              .build());
      return name;
    }
  }

  private static ValueInfoProto scalar(String name) {
    return TensorType.floats().named(name);
  }
}
