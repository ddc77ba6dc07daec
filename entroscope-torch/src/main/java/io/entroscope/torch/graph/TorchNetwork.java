package io.entroscope.torch.graph;

import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import io.entroscope.torch.Libtorch;
import io.entroscope.torch.TorchException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * An ONNX model over libtorch, with gradients: its floating-point initializers are the weights that
 * training updates, and {@link #toModel} gives the model with their current values.
 *
 * <p>An initializer is a weight if every node that takes it takes it where weights go (the kernel
 * of a Conv, the bias of an Add) and, where that is plain arithmetic, it has more than one value:
 * exporters write the constants of a formula as initializers too. The running statistics of a
 * BatchNormalization are no weights; they follow the data in training.
 *
 * <p>It owns native memory, which {@link #close} frees. Not safe for use by several threads.
 */
public final class TorchNetwork implements AutoCloseable {
  private final OnnxModel model;
  private final Program program;
  private final String scores;
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> buffers = new LinkedHashMap<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final Map<List<String>, Program> slices = new HashMap<>();

  private TorchNetwork(OnnxModel model, ElementTypes types, String scores) {
    this.model = model;
    this.scores = scores;
    this.program = Program.compile(model, types);
    Libtorch.scoped(
        () -> {
          Map<String, Role> roles = Role.of(model);
          model
              .graph()
              .initializers()
              .forEach(
                  (name, proto) -> hold(proto, types, roles.getOrDefault(name, Role.CONSTANT)));
          program.constants().forEach((name, proto) -> constants.put(name, make(proto, types)));
        });
  }

  /**
   * Opens a model, computed in its own types.
   *
   * @throws TorchException if the executor lacks operators of the model; the message names all
   */
  public static TorchNetwork of(OnnxModel model) {
    return of(model, ElementTypes.AS_WRITTEN);
  }

  /**
   * As {@link #of(OnnxModel)}, with {@link #run(Tensor, Run)} up to this tensor instead of the
   * first output.
   *
   * @param scores the name of a tensor of the graph
   */
  public static TorchNetwork of(OnnxModel model, String scores) {
    return new TorchNetwork(model, ElementTypes.AS_WRITTEN, scores);
  }

  /** As {@link #of(OnnxModel)}, computed in other types. */
  public static TorchNetwork of(OnnxModel model, ElementTypes types) {
    String first =
        model.graph().outputs().stream().map(ValueInfoProto::getName).findFirst().orElse("");
    return new TorchNetwork(model, types, first);
  }

  private void hold(TensorProto proto, ElementTypes types, Role role) {
    Tensor tensor = make(proto, types);
    switch (role) {
      case PARAMETER -> {
        tensor.set_requires_grad(true);
        parameters.put(proto.getName(), tensor);
      }
      case BUFFER -> buffers.put(proto.getName(), tensor);
      case CONSTANT -> constants.put(proto.getName(), tensor);
    }
  }

  /** Convolution kernels are stored channels last, which is twice as fast. */
  private Tensor make(TensorProto proto, ElementTypes types) {
    Tensor tensor = HostTensors.of(model, proto, types);
    return Libtorch.keep(
        tensor.dim() == 4 ? tensor.contiguous(MemoryFormat.ChannelsLast) : tensor.clone());
  }

  /** The names of the tensors that a caller feeds. */
  public List<String> inputs() {
    return model.graph().inputs().stream().map(ValueInfoProto::getName).toList();
  }

  /** The names of the graph's outputs. */
  public List<String> outputs() {
    return model.graph().outputs().stream().map(ValueInfoProto::getName).toList();
  }

  /** The weights by name, in the order of the file; they stay this network's. */
  public Map<String, Tensor> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** The running statistics by name, in the order of the file; they stay this network's. */
  public Map<String, Tensor> buffers() {
    return Collections.unmodifiableMap(buffers);
  }

  /** The number of values in all weights. */
  public long parameterCount() {
    return parameters.values().stream().mapToLong(Tensor::numel).sum();
  }

  /**
   * Runs the graph as far as these tensors need it. What it returns lives in the caller's scope.
   *
   * @param inputs by name
   * @param outputs any tensors of the graph, by name
   * @throws TorchException if an operation refuses its inputs, naming the node
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs, Collection<String> outputs, Run run) {
    Program part = slices.computeIfAbsent(List.copyOf(outputs), program::slice);
    return part.run(List.of(constants, buffers, parameters, inputs), outputs, run);
  }

  /**
   * Runs a graph of one input, up to its first output or the tensor that this network was opened
   * for.
   *
   * @param input of shape [N, ...]
   */
  public Tensor run(Tensor input, Run run) {
    return run(Map.of(inputs().get(0), input), List.of(scores), run).values().iterator().next();
  }

  /** The model with the current values of weights and running statistics. */
  public OnnxModel toModel() {
    return Libtorch.scoped(
        () -> {
          GraphProto.Builder graph = model.proto().getGraph().toBuilder();
          for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto old = graph.getInitializer(i);
            Tensor value = parameters.getOrDefault(old.getName(), buffers.get(old.getName()));
            if (value != null) {
              graph.setInitializer(i, HostTensors.proto(old.getName(), Tensors.type(old), value));
            }
          }
          ModelProto proto = model.proto().toBuilder().setGraph(graph).build();
          return OnnxModel.of(proto);
        });
  }

  @Override
  public void close() {
    for (Map<String, Tensor> held : List.of(parameters, buffers, constants)) {
      held.values().forEach(Tensor::close);
      held.clear();
    }
  }

  /** The role of an initializer in training. */
  private enum Role {
    PARAMETER,
    BUFFER,
    CONSTANT;

    private static final List<String> ARITHMETIC = List.of("Add", "Sub", "Mul", "Div");

    static Map<String, Role> of(OnnxModel model) {
      Map<String, Role> roles = new HashMap<>();
      for (NodeProto node : model.graph().nodes()) {
        for (int i = 0; i < node.getInputCount(); i++) {
          TensorProto tensor = model.graph().initializers().get(node.getInput(i));
          if (tensor != null) {
            roles.merge(tensor.getName(), of(node, i, tensor), (a, b) -> a == b ? a : CONSTANT);
          }
        }
      }
      return roles;
    }

    private static Role of(NodeProto node, int input, TensorProto tensor) {
      Operators.Entry operator = Operators.find(node.getOpType()).orElseThrow();
      if (!Tensors.isFloating(tensor)) {
        return CONSTANT;
      }
      if (operator.follows(input)) {
        return BUFFER;
      }
      boolean literal =
          ARITHMETIC.contains(node.getOpType()) && Tensors.elements(Tensors.dims(tensor)) == 1;
      return operator.trains(input) && !literal ? PARAMETER : CONSTANT;
    }
  }
}
