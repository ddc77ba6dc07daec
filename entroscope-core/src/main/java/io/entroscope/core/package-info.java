/** The plan of an analysis, its local execution, and the estimation of its states into a result. */
@NullMarked
package io.entroscope.core;

import org.jspecify.annotations.NullMarked;
