/** The activations of single images, for whoever goes on in NumPy. */
@NullMarked
package io.entroscope.core.activation;

import org.jspecify.annotations.NullMarked;
