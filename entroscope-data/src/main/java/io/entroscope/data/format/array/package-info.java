/** NumPy arrays. */
@NullMarked
package io.entroscope.data.format.array;

import org.jspecify.annotations.NullMarked;
