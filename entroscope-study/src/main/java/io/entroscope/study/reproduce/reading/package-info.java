/** The paper's claims under every reading that it leaves open. */
@NullMarked
package io.entroscope.study.reproduce.reading;

import org.jspecify.annotations.NullMarked;
