/** Whether the entropy of the class scores measures a network's accuracy. */
@NullMarked
package io.entroscope.study.reproduce.accuracy;

import org.jspecify.annotations.NullMarked;
