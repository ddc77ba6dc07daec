/** What messages call the settings that a person can change. */
@NullMarked
package io.entroscope.setting;

import org.jspecify.annotations.NullMarked;
