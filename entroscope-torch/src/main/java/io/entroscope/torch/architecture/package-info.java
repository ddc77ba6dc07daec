/** Networks from a notation, written as ONNX, and their initial weights. */
@NullMarked
package io.entroscope.torch.architecture;

import org.jspecify.annotations.NullMarked;
