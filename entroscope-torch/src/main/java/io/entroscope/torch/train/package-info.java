/** Network architectures and their training. */
@NullMarked
package io.entroscope.torch.train;

import org.jspecify.annotations.NullMarked;
