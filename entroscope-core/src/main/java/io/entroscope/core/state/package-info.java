/** The state of an analysis, as a value that can be merged, stored and sent. */
@NullMarked
package io.entroscope.core.state;

import org.jspecify.annotations.NullMarked;
