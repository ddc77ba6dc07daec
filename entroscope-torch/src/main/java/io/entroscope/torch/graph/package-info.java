/** ONNX graphs run over libtorch with automatic differentiation: operators and the executor. */
@NullMarked
package io.entroscope.torch.graph;

import org.jspecify.annotations.NullMarked;
