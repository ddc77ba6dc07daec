/** Advice judged by what taking layers out of trained networks really does. */
@NullMarked
package io.entroscope.study.judge;

import org.jspecify.annotations.NullMarked;
