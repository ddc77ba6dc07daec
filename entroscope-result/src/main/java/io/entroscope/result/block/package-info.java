/** What was seen of a network's residual blocks. */
@NullMarked
package io.entroscope.result.block;

import org.jspecify.annotations.NullMarked;
