/** Batches: which images go together, and reading them ahead. */
@NullMarked
package io.entroscope.data.batch;

import org.jspecify.annotations.NullMarked;
