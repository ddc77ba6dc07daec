/** Edits that change what a model computes, or leave out what it does not need. */
@NullMarked
package io.entroscope.onnx.edit;

import org.jspecify.annotations.NullMarked;
