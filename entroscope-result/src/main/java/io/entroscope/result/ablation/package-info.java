/** What a model loses without its candidates: {@code ablation.json}. */
@NullMarked
package io.entroscope.result.ablation;

import org.jspecify.annotations.NullMarked;
