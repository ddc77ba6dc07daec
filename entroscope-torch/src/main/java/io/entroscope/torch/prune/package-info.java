/** Pruning with training: removal, fine-tuning, and the decision on validation images. */
@NullMarked
package io.entroscope.torch.prune;

import org.jspecify.annotations.NullMarked;
