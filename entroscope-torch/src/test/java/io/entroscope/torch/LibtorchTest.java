package io.entroscope.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class LibtorchTest {
  /** Being asked is what makes NNPACK warn on standard error. */
  @Test
  void nnpackIsNeverAsked() {
    Libtorch.load();
    assertThat(torch.globalContext().userEnabledNNPACK()).isFalse();
  }
}
