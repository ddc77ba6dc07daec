/** Taking layers out of a model, and telling what that did to it. */
@NullMarked
package io.entroscope.core.prune;

import org.jspecify.annotations.NullMarked;
