package io.entroscope.study.reproduce.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.advice.Action;
import io.entroscope.advice.LayerAdvice;
import io.entroscope.core.PlanException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which layer a curve points at, on made-up advice. */
class LayerChoiceTest {
  private static List<LayerAdvice> advice(Action... actions) {
    List<LayerAdvice> advice = new ArrayList<>();
    for (Action action : actions) {
      advice.add(new LayerAdvice("fc" + (advice.size() + 1), action, null, "", null));
    }
    return advice;
  }

  @Test
  void theHighestRiseGoesFirst() {
    LayerChoice choice =
        LayerChoice.of(
            advice(Action.KEEP, Action.SHOULD_GO, Action.SHOULD_GO, Action.KEEP),
            List.of(0.03, 0.05, -0.1));
    assertThat(choice).isEqualTo(new LayerChoice("fc3", Action.SHOULD_GO, 0.05, "fc2"));
  }

  @Test
  void aRiseGoesBeforeAFlatStretchAndThatBeforeAFall() {
    assertThat(
            LayerChoice.of(
                    advice(
                        Action.KEEP,
                        Action.KEEP,
                        Action.COULD_GO,
                        Action.SHOULD_GO,
                        Action.UNDECIDED,
                        Action.KEEP),
                    List.of(-0.2, 0.01, 0.005, 0.3, -0.1))
                .layer())
        .isEqualTo("fc4");
    LayerChoice flat =
        LayerChoice.of(
            advice(Action.KEEP, Action.KEEP, Action.COULD_GO, Action.KEEP),
            List.of(-0.2, 0.01, -0.1));
    assertThat(flat).isEqualTo(new LayerChoice("fc3", Action.COULD_GO, 0.01, "fc2"));
  }

  @Test
  void whereTheRuleNamesNoneTheLeastFallIsTaken() {
    LayerChoice choice =
        LayerChoice.of(
            advice(Action.KEEP, Action.KEEP, Action.KEEP, Action.KEEP), List.of(-0.2, -0.1, -0.05));
    assertThat(choice).isEqualTo(new LayerChoice("fc3", Action.KEEP, -0.1, "fc2"));
  }

  @Test
  void theFirstAndTheLastLayerStay() {
    assertThat(
            LayerChoice.of(
                advice(Action.KEEP, Action.SHOULD_GO, Action.SHOULD_GO), List.of(0.1, 0.9)))
        .isEqualTo(new LayerChoice("fc2", Action.SHOULD_GO, 0.1, null));
    assertThatThrownBy(() -> LayerChoice.of(advice(Action.KEEP, Action.SHOULD_GO), List.of(0.1)))
        .isInstanceOf(PlanException.class);
  }
}
