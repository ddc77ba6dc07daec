/** ONNX Runtime behind a small face; no other package knows it. */
@NullMarked
package io.entroscope.core.ort;

import org.jspecify.annotations.NullMarked;
