/** Residual blocks of any network, found by structure, and edits that take them out. */
@NullMarked
package io.entroscope.onnx.block;

import org.jspecify.annotations.NullMarked;
