/** A linear classifier on top of a network that gives embeddings. */
@NullMarked
package io.entroscope.core.head;

import org.jspecify.annotations.NullMarked;
