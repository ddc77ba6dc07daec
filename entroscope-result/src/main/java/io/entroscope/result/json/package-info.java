/** Records that are nested in Java and flat in JSON. */
@NullMarked
package io.entroscope.result.json;

import org.jspecify.annotations.NullMarked;
