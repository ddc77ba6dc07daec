/** JSON values kept as columns of numbers in an .npz beside the JSON, and put together again. */
@NullMarked
package io.entroscope.result.columns;

import org.jspecify.annotations.NullMarked;
