package io.entroscope.onnx.layer.internal;

import io.entroscope.onnx.proto.NodeProto;
import java.util.List;

/**
 * The nodes that compute a nonlinearity of one tensor.
 *
 * @param name what they compute
 * @param recognised whether the name is that of a known function, not merely a list of nodes
 * @param nodes the nodes, in topological order
 * @param output the tensor that leaves the region
 */
public record ActivationRegion(
    String name, boolean recognised, List<NodeProto> nodes, String output) {}
