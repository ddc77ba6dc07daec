/** Architectures that a person can type, and their training. */
@NullMarked
package io.entroscope.torch.train;

import org.jspecify.annotations.NullMarked;
