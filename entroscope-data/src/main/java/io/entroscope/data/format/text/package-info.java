/** Texts in tables and lines of JSON. */
@NullMarked
package io.entroscope.data.format.text;

import org.jspecify.annotations.NullMarked;
