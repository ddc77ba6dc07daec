/** Options that several commands have, declared once: the same words, defaults and checks. */
@NullMarked
package io.entroscope.cli.option;

import org.jspecify.annotations.NullMarked;
