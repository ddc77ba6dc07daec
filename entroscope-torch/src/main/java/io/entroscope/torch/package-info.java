/** libtorch from Java: settings, memory and errors. */
@NullMarked
package io.entroscope.torch;

import org.jspecify.annotations.NullMarked;
