/** Mergeable statistics of residual blocks: influence, and what a linear map can make up for. */
@NullMarked
package io.entroscope.stats.block;

import org.jspecify.annotations.NullMarked;
