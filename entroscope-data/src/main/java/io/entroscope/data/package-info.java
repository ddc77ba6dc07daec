/** Labelled image datasets, their preprocessing, and the fixed order in which they are read. */
@NullMarked
package io.entroscope.data;

import org.jspecify.annotations.NullMarked;
