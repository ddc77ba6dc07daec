/**
 * Files that are written whole or not at all, alone or as a set, whatever stops the program while
 * it writes.
 */
@NullMarked
package io.entroscope.files;

import org.jspecify.annotations.NullMarked;
