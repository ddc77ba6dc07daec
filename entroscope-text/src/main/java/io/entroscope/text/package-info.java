/** Hugging Face's tokenizers; nothing else knows the library. */
@NullMarked
package io.entroscope.text;

import org.jspecify.annotations.NullMarked;
