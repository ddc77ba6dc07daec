/** The analysis as nodes that are appended to a model. */
@NullMarked
package io.entroscope.onnx.observe;

import org.jspecify.annotations.NullMarked;
