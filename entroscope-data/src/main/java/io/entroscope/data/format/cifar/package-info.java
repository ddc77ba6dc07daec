/** CIFAR's binary files. */
@NullMarked
package io.entroscope.data.format.cifar;

import org.jspecify.annotations.NullMarked;
