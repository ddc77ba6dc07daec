/** ONNX models as immutable values, a view of their graph, and edits of it. No native code. */
@NullMarked
package io.entroscope.onnx;

import org.jspecify.annotations.NullMarked;
