/** Rows, their products and symmetric matrices, for the statistics of layers. */
@NullMarked
package io.entroscope.core.indicator.internal;

import org.jspecify.annotations.NullMarked;
