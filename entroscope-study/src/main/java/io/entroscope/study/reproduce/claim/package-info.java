/** The paper's claims, decided by the records of the experiments. */
@NullMarked
package io.entroscope.study.reproduce.claim;

import org.jspecify.annotations.NullMarked;
