package io.entroscope.onnx.internal;

import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.FunctionProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.setting.Limit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much there is to a model once its functions are put where they are called: graphs within one
 * another, whose number ONNX Runtime takes time exponential in, and nodes.
 */
public final class Extents {
  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final Map<String, Extent> known = new HashMap<>();

  private Extents(ModelProto model) {
    model
        .getFunctionsList()
        .forEach(f -> functions.put(key(f.getDomain(), f.getName(), f.getOverload()), f));
  }

  /**
   * What nodes come to.
   *
   * @param depth graphs within one another
   * @param nodes those in them too
   */
  private record Extent(int depth, long nodes) {
    static final Extent NONE = new Extent(0, 0);

    Extent beside(Extent other) {
      long sum = nodes + other.nodes;
      return new Extent(Math.max(depth, other.depth), sum < 0 ? Long.MAX_VALUE : sum);
    }
  }

  /**
   * Checks a model before anything is made of it.
   *
   * @param what messages call it
   * @throws OnnxException if it is beyond the limits
   */
  public static void require(ModelProto model, String what) {
    Extent extent = new Extents(model).of(model.getGraph().getNodeList());
    if (Limit.NESTING.isExceededBy(extent.depth)) {
      throw new OnnxException(
          what
              + " has graphs (of If, Loop or Scan) nested "
              + extent.depth
              + " deep: "
              + Limit.NESTING.hint());
    }
    if (Limit.NODES.isExceededBy(extent.nodes)) {
      throw new OnnxException(
          what
              + " has "
              + extent.nodes
              + " nodes, those of its functions counted wherever they are called: "
              + Limit.NODES.hint());
    }
  }

  private Extent of(List<NodeProto> nodes) {
    Extent sum = Extent.NONE;
    for (NodeProto node : nodes) {
      sum = sum.beside(of(node));
    }
    return sum;
  }

  private Extent of(NodeProto node) {
    Extent sum =
        new Extent(0, 1)
            .beside(called(key(node.getDomain(), node.getOpType(), node.getOverload())));
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        sum = sum.beside(inside(of(attribute.getG().getNodeList())));
      }
      for (var graph : attribute.getGraphsList()) {
        sum = sum.beside(inside(of(graph.getNodeList())));
      }
    }
    return sum;
  }

  private static Extent inside(Extent graph) {
    return new Extent(graph.depth + 1, graph.nodes);
  }

  /** The body of a function. One that calls itself is another fault, which others find. */
  private Extent called(String function) {
    FunctionProto body = functions.get(function);
    if (body == null) {
      return Extent.NONE;
    }
    Extent before = known.get(function);
    if (before == null) {
      known.put(function, Extent.NONE);
      before = of(body.getNodeList());
      known.put(function, before);
    }
    return before;
  }

  private static String key(String domain, String name, String overload) {
    return domain + ':' + name + ':' + overload;
  }
}
