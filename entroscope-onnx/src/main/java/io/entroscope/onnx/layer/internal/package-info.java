/** How layers are recognised in a graph; for this module alone. */
@NullMarked
package io.entroscope.onnx.layer.internal;

import org.jspecify.annotations.NullMarked;
