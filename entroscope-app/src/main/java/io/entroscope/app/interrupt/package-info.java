/** What is said of a run that is interrupted. */
@NullMarked
package io.entroscope.app.interrupt;

import org.jspecify.annotations.NullMarked;
