/** The formats of datasets, and how they are told apart. */
@NullMarked
package io.entroscope.data.format;

import org.jspecify.annotations.NullMarked;
