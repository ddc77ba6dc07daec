/** The command line: options in, a call, text out; no logic. */
@NullMarked
package io.entroscope.cli;

import org.jspecify.annotations.NullMarked;
