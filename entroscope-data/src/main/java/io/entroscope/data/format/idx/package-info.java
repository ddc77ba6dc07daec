/** IDX files, as MNIST has them. */
@NullMarked
package io.entroscope.data.format.idx;

import org.jspecify.annotations.NullMarked;
