/** A model's functions, and branches always taken, put into its graph. */
@NullMarked
package io.entroscope.onnx.internal.inline;

import org.jspecify.annotations.NullMarked;
