/** What an analysis has counted so far, as a value that can be merged, kept and sent. */
@NullMarked
package io.entroscope.core.state;

import org.jspecify.annotations.NullMarked;
