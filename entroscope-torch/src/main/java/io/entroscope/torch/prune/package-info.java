/** Pruning with training: surgery, fine-tuning, and the choice on validation images. */
@NullMarked
package io.entroscope.torch.prune;

import org.jspecify.annotations.NullMarked;
