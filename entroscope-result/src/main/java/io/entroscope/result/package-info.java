/** The versioned result of an analysis: immutable records and their JSON. */
@NullMarked
package io.entroscope.result;

import org.jspecify.annotations.NullMarked;
