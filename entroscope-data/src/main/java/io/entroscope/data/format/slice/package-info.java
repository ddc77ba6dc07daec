/** Parts of a dataset, read elsewhere than where it was opened. */
@NullMarked
package io.entroscope.data.format.slice;

import org.jspecify.annotations.NullMarked;
