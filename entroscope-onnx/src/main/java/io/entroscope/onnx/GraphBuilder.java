package io.entroscope.onnx;

import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.OperatorSetIdProto;
import io.entroscope.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Writes an ONNX graph step by step: inputs, initializers, nodes, outputs. Every step returns the
 * name of the tensor that it makes, for later steps to take; a name given twice is refused.
 *
 * <p>Not safe for use by several threads.
 */
public final class GraphBuilder {
  private static final String PRODUCER = "entroscope";

  private final GraphProto.Builder graph;
  private final Map<String, Long> domains = new LinkedHashMap<>();
  private final Set<String> tensors = new HashSet<>();
  private final Set<String> nodes = new HashSet<>();
  private final Predicate<String> taken;

  /** A builder of a whole graph with this name. */
  public GraphBuilder(String name) {
    this.graph = GraphProto.newBuilder().setName(name);
    this.taken = existing -> false;
  }

  /** A builder of what is to be appended to a graph, whose tensors it may take. */
  public GraphBuilder(Graph existing) {
    this.graph = GraphProto.newBuilder();
    this.taken = existing::hasTensor;
  }

  /** Adds an input that the caller feeds; returns its name. */
  public String input(String name, TensorType type) {
    graph.addInput(type.named(reserve(name)));
    return name;
  }

  /** Adds a float32 initializer of this shape; returns its name. */
  public String floats(String name, long[] dims, float... values) {
    return initializer(Tensors.ofFloats(name, dims, values));
  }

  /** Adds an int64 initializer of this shape; returns its name. */
  public String longs(String name, long[] dims, long... values) {
    return initializer(Tensors.ofLongs(name, dims, values));
  }

  /** Adds an initializer; returns its name. */
  public String initializer(TensorProto tensor) {
    reserve(tensor.getName());
    graph.addInitializer(tensor);
    return tensor.getName();
  }

  /**
   * Adds a node of the default domain with one output; node and output are named after the operator
   * and a running number. {@link #step} gives more choice. An omitted optional input is "".
   */
  public String node(String operator, List<String> inputs, AttributeProto... attributes) {
    Step step = step(operator).inputs(inputs.toArray(String[]::new));
    for (AttributeProto attribute : attributes) {
      step.attribute(attribute);
    }
    return step.add();
  }

  /** Starts a node of the default domain. */
  public Step step(String operator) {
    return new Step(operator);
  }

  /** Makes a tensor an output of the graph. */
  public GraphBuilder output(String tensor, TensorType type) {
    graph.addOutput(type.named(tensor));
    return this;
  }

  /**
   * Makes a tensor an output of the graph.
   *
   * @param first the name of its first size, if that is left open
   */
  public GraphBuilder output(String tensor, TensorType type, String first) {
    graph.addOutput(type.named(tensor, first));
    return this;
  }

  /** Declares an operator set beside the default one, such as com.microsoft. */
  public GraphBuilder domain(String domain, long version) {
    domains.put(domain, version);
    return this;
  }

  /** A tensor name that is not in use yet: this one, or this one with a number after it. */
  public String unused(String name) {
    String portable = PortableNames.of(name);
    String candidate = portable;
    for (int i = 2; tensors.contains(candidate) || taken.test(candidate); i++) {
      candidate = portable + "_" + i;
    }
    return candidate;
  }

  /** The model, for this version of the default operator set. */
  public OnnxModel build(int opset) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(irVersion(opset))
            .setProducerName(PRODUCER)
            .setGraph(graph);
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset));
    domains.forEach(
        (domain, version) ->
            model.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    return OnnxModel.of(model.build());
  }

  /** What was written, as a part to be appended to a model. */
  public ModelProto addition() {
    return ModelProto.newBuilder().setGraph(graph).build();
  }

  private static long irVersion(int opset) {
    if (opset >= 21) {
      return 10;
    }
    return opset >= 19 ? 9 : 8;
  }

  private String reserve(String name) {
    if (name.isEmpty()) {
      throw new OnnxException("a tensor needs a name");
    }
    if (taken.test(name) || !tensors.add(name)) {
      throw new OnnxException("the graph already has a tensor named '" + name + "'");
    }
    return name;
  }

  /** A node being described; {@link #add} puts it into the graph. */
  public final class Step {
    private final NodeProto.Builder node;
    private final List<String> outputs = new ArrayList<>();
    private String name = "";

    private Step(String operator) {
      this.node = NodeProto.newBuilder().setOpType(operator);
    }

    /** The node's name; without one it is named after the operator and a running number. */
    public Step named(String nodeName) {
      this.name = nodeName;
      return this;
    }

    /** Leaves the node without a name, as some exporters do. */
    public Step unnamed() {
      node.setName("");
      return this;
    }

    /** The node's domain, if not the default one. */
    public Step domain(String domain) {
      node.setDomain(domain);
      return this;
    }

    /** The tensors that the node takes, in order; "" for an optional one left out. */
    public Step inputs(String... inputs) {
      node.addAllInput(List.of(inputs));
      return this;
    }

    /** An attribute of the node. */
    public Step attribute(AttributeProto attribute) {
      node.addAttribute(attribute);
      return this;
    }

    /** The names of the node's outputs; without them it has one, named after the node. */
    public Step outputs(String... names) {
      outputs.addAll(List.of(names));
      return this;
    }

    /** Adds the node to the graph; returns the name of its first output. */
    public String add() {
      if (!node.hasName()) {
        node.setName(nodeName());
      }
      if (outputs.isEmpty()) {
        String base = node.getName().isEmpty() ? node.getOpType() : node.getName();
        outputs.add(unused(base + "_output_0"));
      }
      for (String output : outputs) {
        if (!output.isEmpty()) {
          reserve(output);
        }
      }
      graph.addNode(node.addAllOutput(outputs));
      return outputs.get(0);
    }

    private String nodeName() {
      String base = name.isEmpty() ? node.getOpType() + "_" + graph.getNodeCount() : name;
      String candidate = base;
      for (int i = 2; !nodes.add(candidate); i++) {
        candidate = base + "_" + i;
      }
      return candidate;
    }
  }
}
