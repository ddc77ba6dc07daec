/** Tables, whatever they are written as. */
@NullMarked
package io.entroscope.table;

import org.jspecify.annotations.NullMarked;
