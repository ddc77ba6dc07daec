/** Making tokens of texts, which a part of its own does. */
@NullMarked
package io.entroscope.data.token;

import org.jspecify.annotations.NullMarked;
