package io.entroscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that ends waits for native calls, and lets no other begin. */
@Timeout(60)
class NativeGateTest {
  private final NativeGate gate = new NativeGate();

  @Test
  void closesOnceTheCallsWithinHaveEnded() throws Exception {
    CountDownLatch within = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    CompletableFuture<Integer> call =
        CompletableFuture.supplyAsync(
            () ->
                gate.through(
                    () -> {
                      within.countDown();
                      await(enough);
                      return gate.through(() -> 7);
                    }));
    within.await();

    assertThat(gate.close(20)).isFalse();
    enough.countDown();
    assertThat(call.get()).isEqualTo(7);
    assertThat(gate.close(1000)).isTrue();
  }

  @Test
  void letsNoCallInAfterwards() {
    assertThat(gate.close(0)).isTrue();

    CompletableFuture<Integer> late =
        CompletableFuture.supplyAsync(() -> gate.through(() -> 7), task -> daemon(task).start());

    assertThatThrownBy(() -> late.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "late call");
    thread.setDaemon(true);
    return thread;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
