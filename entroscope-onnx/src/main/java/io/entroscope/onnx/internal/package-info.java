/**
 * What the rooms of this module share and nobody else uses: nodes, constants, element-wise
 * functions.
 */
@NullMarked
package io.entroscope.onnx.internal;

import org.jspecify.annotations.NullMarked;
