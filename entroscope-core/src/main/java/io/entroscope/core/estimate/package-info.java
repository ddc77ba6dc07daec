/** From a finished state to the result, its verdict and what to know before believing it. */
@NullMarked
package io.entroscope.core.estimate;

import org.jspecify.annotations.NullMarked;
