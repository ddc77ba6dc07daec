/** Whole-process comparisons of the analysis with bare inference. */
@NullMarked
package io.entroscope.benchmarks;

import org.jspecify.annotations.NullMarked;
