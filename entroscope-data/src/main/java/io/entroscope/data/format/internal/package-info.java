/** What several formats share; for this module alone. */
@NullMarked
package io.entroscope.data.format.internal;

import org.jspecify.annotations.NullMarked;
