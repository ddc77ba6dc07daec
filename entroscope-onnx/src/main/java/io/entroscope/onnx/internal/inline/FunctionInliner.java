package io.entroscope.onnx.internal.inline;

import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.FunctionProto;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.OperatorSetIdProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the bodies of a model's functions where they are called. By ONNX's rules a function's
 * operators mean the same under the operator sets of the model, so its nodes stay as they are.
 */
final class FunctionInliner {
  private final ModelProto model;
  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final Set<String> taken;
  private final Deque<String> calling = new ArrayDeque<>();

  FunctionInliner(ModelProto model) {
    this.model = model;
    this.taken = Inlining.names(model.getGraph());
    model.getFunctionsList().forEach(f -> functions.put(key(f), f));
  }

  private static String key(FunctionProto function) {
    return function.getDomain() + ':' + function.getName() + ':' + function.getOverload();
  }

  private static String key(NodeProto node) {
    return node.getDomain() + ':' + node.getOpType() + ':' + node.getOverload();
  }

  /** The model without functions. */
  ModelProto inlined() {
    ModelProto.Builder flat =
        model.toBuilder().clearFunctions().setGraph(inlined(model.getGraph()));
    Set<String> domains = new HashSet<>();
    model.getOpsetImportList().forEach(set -> domains.add(set.getDomain()));
    for (FunctionProto function : model.getFunctionsList()) {
      for (OperatorSetIdProto set : function.getOpsetImportList()) {
        if (domains.add(set.getDomain())) {
          flat.addOpsetImport(set);
        }
      }
    }
    return flat.build();
  }

  private GraphProto inlined(GraphProto graph) {
    GraphProto.Builder flat = graph.toBuilder().clearNode();
    graph.getNodeList().forEach(node -> flat.addAllNode(inlined(node)));
    return flat.build();
  }

  /** What takes a node's place. */
  private List<NodeProto> inlined(NodeProto node) {
    FunctionProto function = functions.get(key(node));
    return function == null ? List.of(withInner(node)) : called(node, function);
  }

  private NodeProto withInner(NodeProto node) {
    if (node.getAttributeList().stream().noneMatch(a -> a.hasG() || a.getGraphsCount() > 0)) {
      return node;
    }
    NodeProto.Builder flat = node.toBuilder().clearAttribute();
    for (AttributeProto attribute : node.getAttributeList()) {
      AttributeProto.Builder copy = attribute.toBuilder().clearGraphs();
      if (attribute.hasG()) {
        copy.setG(inlined(attribute.getG()));
      }
      attribute.getGraphsList().forEach(graph -> copy.addGraphs(inlined(graph)));
      flat.addAttribute(copy);
    }
    return flat.build();
  }

  private List<NodeProto> called(NodeProto call, FunctionProto function) {
    if (calling.contains(key(call))) {
      throw new OnnxException(
          "the model is damaged: its function '"
              + function.getName()
              + "' calls itself; export it again");
    }
    calling.push(key(call));
    Renaming names = new Renaming(taken, call.getName(), attributes(call, function));
    for (int i = 0; i < function.getInputCount(); i++) {
      names.call(function.getInput(i), i < call.getInputCount() ? call.getInput(i) : "");
    }
    List<NodeProto> passed = new ArrayList<>();
    for (int i = 0; i < Math.min(function.getOutputCount(), call.getOutputCount()); i++) {
      String inside = function.getOutput(i);
      String outside = call.getOutput(i);
      if (outside.isEmpty()) {
        continue;
      }
      if (names.knows(inside)) {
        // An input that is handed out again, or one tensor given twice.
        passed.add(identity(names.of(inside), outside));
      } else {
        names.call(inside, outside);
      }
    }
    List<NodeProto> nodes = new ArrayList<>();
    function.getNodeList().forEach(node -> nodes.addAll(inlined(names.copy(node))));
    nodes.addAll(passed);
    calling.pop();
    return nodes;
  }

  private static Map<String, AttributeProto> attributes(NodeProto call, FunctionProto function) {
    Map<String, AttributeProto> attributes = new HashMap<>();
    function.getAttributeProtoList().forEach(given -> attributes.put(given.getName(), given));
    call.getAttributeList().forEach(given -> attributes.put(given.getName(), given));
    return attributes;
  }

  static NodeProto identity(String from, String to) {
    return NodeProto.newBuilder().setOpType("Identity").addInput(from).addOutput(to).build();
  }
}
