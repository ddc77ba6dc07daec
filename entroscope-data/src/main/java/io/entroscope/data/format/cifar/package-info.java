/** CIFAR's official files, binary and pickled, by themselves or in their archives. */
@NullMarked
package io.entroscope.data.format.cifar;

import org.jspecify.annotations.NullMarked;
