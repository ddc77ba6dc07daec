/** The layers of a model, their activation functions, and where its predictions come out. */
@NullMarked
package io.entroscope.onnx.layer;

import org.jspecify.annotations.NullMarked;
