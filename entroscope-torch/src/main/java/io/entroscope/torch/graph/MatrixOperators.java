package io.entroscope.torch.graph;

import static io.entroscope.torch.graph.ElementwiseOperators.at;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Matrix products. */
final class MatrixOperators {
  private MatrixOperators() {}

  static void register(Operators.Registry to) {
    to.add("MatMul", node -> Kernel.single(in -> torch.matmul(at(in, 0), at(in, 1))), 0, 1);
    to.add("Gemm", MatrixOperators::gemm, 0, 1, 2);
    to.add("Einsum", MatrixOperators::einsum, 0, 1);
  }

  /** {@code alpha · A' · B' + beta · C}, C broadcast. */
  private static Kernel gemm(Node node) {
    boolean transposeA = node.flag("transA", false);
    boolean transposeB = node.flag("transB", false);
    double alpha = node.real("alpha", 1.0);
    double beta = node.real("beta", 1.0);
    return Kernel.single(
        in -> {
          Tensor a = transposeA ? at(in, 0).transpose(0, 1) : at(in, 0);
          Tensor c = in.length > 2 ? in[2] : null;
          if (transposeB && alpha == 1.0 && beta == 1.0 && (c == null || c.dim() == 1)) {
            return torch.linear(
                a, at(in, 1), c == null ? new TensorOptional() : new TensorOptional(c));
          }
          Tensor b = transposeB ? at(in, 1).transpose(0, 1) : at(in, 1);
          Tensor product = scaled(torch.matmul(a, b), alpha);
          return c == null ? product : torch.add(product, scaled(c, beta));
        });
  }

  private static Tensor scaled(Tensor x, double factor) {
    return factor == 1.0 ? x : torch.mul(x, new Scalar(factor)).to(x.scalar_type());
  }

  private static Kernel einsum(Node node) {
    String equation = node.text("equation", "");
    return Kernel.single(in -> torch.einsum(equation, vector(in)));
  }

  /** The inputs, all of them present, as libtorch takes lists. */
  static TensorVector vector(@Nullable Tensor[] inputs) {
    Tensor[] present = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      present[i] = at(inputs, i);
    }
    return new TensorVector(present);
  }
}
