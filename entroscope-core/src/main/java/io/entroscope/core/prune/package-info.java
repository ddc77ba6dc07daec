/** Dropping layers of a model, and comparing it with the original. */
@NullMarked
package io.entroscope.core.prune;

import org.jspecify.annotations.NullMarked;
