/** Options that several commands have, and what they ask for. */
@org.jspecify.annotations.NullMarked
package io.entroscope.app.option;
