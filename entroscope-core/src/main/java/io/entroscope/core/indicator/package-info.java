/**
 * What others judge layers by, besides entropy, from a finished state; the linear algebra in it.
 */
@NullMarked
package io.entroscope.core.indicator;

import org.jspecify.annotations.NullMarked;
