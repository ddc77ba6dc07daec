/** Mergeable statistics of activations (states), and the estimators that turn them into values. */
@NullMarked
package io.entroscope.stats;

import org.jspecify.annotations.NullMarked;
