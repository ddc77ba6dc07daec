/** What a model loses without one of its candidates, measured on examples. */
@NullMarked
package io.entroscope.core.ablate;

import org.jspecify.annotations.NullMarked;
