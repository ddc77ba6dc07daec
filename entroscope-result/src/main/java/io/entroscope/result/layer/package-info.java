/** What was seen of a layer. */
@NullMarked
package io.entroscope.result.layer;

import org.jspecify.annotations.NullMarked;
