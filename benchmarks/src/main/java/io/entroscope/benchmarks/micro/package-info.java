/** What is small enough that a whole run would hide it, measured by JMH. */
@NullMarked
package io.entroscope.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
