/** What the tests of all modules share. */
@NullMarked
package io.entroscope.testing;

import org.jspecify.annotations.NullMarked;
