/** Images: shapes, preprocessing, and how they fit a model's input. */
@NullMarked
package io.entroscope.data.image;

import org.jspecify.annotations.NullMarked;
