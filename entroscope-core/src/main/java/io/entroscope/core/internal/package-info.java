/** What several packages of the core run examples with. */
@NullMarked
package io.entroscope.core.internal;

import org.jspecify.annotations.NullMarked;
