/** Symmetric matrices: solving with them, and their eigenvalues. */
@NullMarked
package io.entroscope.stats.linear;

import org.jspecify.annotations.NullMarked;
