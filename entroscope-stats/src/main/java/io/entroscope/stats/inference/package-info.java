/** Tests and intervals, each once. */
@NullMarked
package io.entroscope.stats.inference;

import org.jspecify.annotations.NullMarked;
