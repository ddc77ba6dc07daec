/** A page over the results of a folder. */
@NullMarked
package io.entroscope.report.internal.index;

import org.jspecify.annotations.NullMarked;
