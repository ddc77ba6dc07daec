/** Images in tables of pixel values. */
@NullMarked
package io.entroscope.data.format.table;

import org.jspecify.annotations.NullMarked;
