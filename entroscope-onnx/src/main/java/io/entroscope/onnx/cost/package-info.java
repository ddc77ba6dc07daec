/** What a model costs: parameters and multiply-adds. */
@NullMarked
package io.entroscope.onnx.cost;

import org.jspecify.annotations.NullMarked;
