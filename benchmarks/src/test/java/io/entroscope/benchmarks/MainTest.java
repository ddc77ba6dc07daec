package io.entroscope.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {
  @ParameterizedTest
  @CsvSource({
    "overhead --models mlp;unknown, no model 'unknown'; there are cifar-cnn",
    "overhead --models vit-tiny --networks nowhere, no nowhere/vit-tiny.onnx; run python3",
    "micro --subjects gif, no subject 'gif'; there are statistics",
    "files --formats gif, no format 'gif'; there are idx",
    "training --networks resnet9, no network 'resnet9'; there are resnet8",
    "training --networks vit-tiny --python no-such-python, 'no-such-python' does not train",
    "overheat, 'overheat'",
    "overhead --rounds x, 'x'"
  })
  void aMistakeIsSaidInOneLineBeforeAnythingIsMeasured(String line, String said) {
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(err, true));
    assertThat(command.execute(line.replace(';', ',').split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("benchmarks/run: ").contains(said).hasLineCount(1);
  }
}
