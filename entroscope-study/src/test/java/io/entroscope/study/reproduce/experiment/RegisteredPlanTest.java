package io.entroscope.study.reproduce.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.study.reproduce.experiment.Experiment.Derived;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is run after the rules were fixed. */
class RegisteredPlanTest {
  private static final List<Experiment> PLAN = RegisteredPlan.of(2);

  @Test
  void noRunIsOfASeedWhoseNumbersWereSeen() {
    assertThat(PLAN).allMatch(one -> one.seed() >= RegisteredPlan.FIRST_SEED);
    assertThat(PLAN.stream().map(Experiment::id)).doesNotHaveDuplicates();
    assertThat(PLAN).allMatch(one -> one.analysis().readings() && !one.keepsResult());
  }

  @Test
  void eachLayerIsTakenOutInThreeWaysBesideTheWholeNetwork() {
    for (String network : List.of("mnist-mlp-6", "mnist-mlp-6-poor", "cifar-small-6")) {
      List<Experiment> made =
          PLAN.stream()
              .filter(one -> one.seed() == 4)
              .filter(one -> one.start() instanceof Derived d && d.parent().equals(network))
              .toList();
      assertThat(made).hasSize(13);
      assertThat(made.stream().map(Experiment::training).distinct()).as("trained alike").hasSize(1);
    }
  }

  @Test
  void parentsComeFirst() {
    Set<String> done = new HashSet<>();
    for (Experiment one : PLAN) {
      if (one.start() instanceof Derived derived) {
        assertThat(done).contains("seed-" + one.seed() + "/" + derived.parent());
      }
      done.add(one.id());
    }
  }
}
