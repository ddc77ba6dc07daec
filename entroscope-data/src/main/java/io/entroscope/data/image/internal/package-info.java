/** Decoding and resampling; for this module alone. */
@NullMarked
package io.entroscope.data.image.internal;

import org.jspecify.annotations.NullMarked;
