/** What commands found, as text for a terminal. */
@NullMarked
package io.entroscope.cli.text;

import org.jspecify.annotations.NullMarked;
