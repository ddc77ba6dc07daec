/** ONNX Runtime behind a small interface; no other package uses it. */
@NullMarked
package io.entroscope.core.ort;

import org.jspecify.annotations.NullMarked;
