/** Image files in folders and archives. */
@NullMarked
package io.entroscope.data.format.folder;

import org.jspecify.annotations.NullMarked;
