/** Files of tables in columns: what is asked of whatever reads them. */
@NullMarked
package io.entroscope.data.column;

import org.jspecify.annotations.NullMarked;
