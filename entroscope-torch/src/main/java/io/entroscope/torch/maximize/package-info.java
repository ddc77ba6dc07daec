/** Images that maximise the activation of single units, by gradient ascent on the input. */
@NullMarked
package io.entroscope.torch.maximize;

import org.jspecify.annotations.NullMarked;
