/** libtorch from Java: its settings, its memory, and what goes wrong in it. */
@NullMarked
package io.entroscope.torch;

import org.jspecify.annotations.NullMarked;
