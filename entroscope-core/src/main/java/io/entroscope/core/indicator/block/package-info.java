/** The statistics of residual blocks: each one file, listed in {@code BlockStatistics}. */
@NullMarked
package io.entroscope.core.indicator.block;

import org.jspecify.annotations.NullMarked;
