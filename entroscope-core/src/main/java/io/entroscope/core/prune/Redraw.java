package io.entroscope.core.prune;

import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Gives new random weights to the layers that an edit wrote, which are to be trained. Matrices are
 * Gaussian with variance 2 / inputs (K. He et al., "Delving Deep into Rectifiers", 2015, eq. (10)),
 * vectors 0.
 */
public final class Redraw {
  private Redraw() {}

  /**
   * A model with new random values for the weights that it does not share with the original.
   *
   * @param edited the model
   * @param original the model before the edit; weights equal in both stay
   * @param seed of the weights
   */
  public static OnnxModel apply(OnnxModel edited, OnnxModel original, long seed) {
    Set<TensorProto> kept = new HashSet<>(original.proto().getGraph().getInitializerList());
    ModelProto.Builder proto = edited.proto().toBuilder();
    GraphProto.Builder graph = proto.getGraphBuilder();
    Random random = new Random(seed);
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto tensor = graph.getInitializer(i);
      if (!kept.contains(tensor) && Tensors.isFloating(tensor)) {
        graph.setInitializer(i, drawn(tensor, random));
      }
    }
    return OnnxModel.of(proto.build());
  }

  private static TensorProto drawn(TensorProto tensor, Random random) {
    long[] dims = Tensors.dims(tensor);
    double[] values = new double[Math.toIntExact(Tensors.elements(dims))];
    if (dims.length == 2) {
      // Edits write a matrix as inputs x units.
      double deviation = Math.sqrt(2.0 / dims[0]);
      Arrays.setAll(values, i -> random.nextGaussian() * deviation);
    }
    return Tensors.of(tensor.getName(), Tensors.type(tensor), dims, values);
  }
}
