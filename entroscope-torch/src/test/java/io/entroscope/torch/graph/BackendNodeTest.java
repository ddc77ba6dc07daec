package io.entroscope.torch.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import io.entroscope.testing.Facility;
import io.entroscope.torch.Libtorch;
import io.entroscope.torch.TorchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/**
 * ONNX's own test vectors for operators, as the package libonnx-testdata installs them: every test
 * whose nodes are all among the operators that the executor names.
 */
class BackendNodeTest {
  private static final Path DATA =
      Path.of(
          System.getProperty("entroscope.onnx.testdata", "/usr/share/libonnx-testdata/data/node"));

  /** Tests of claimed operators that are outside the claim, and why; the list is exact. */
  private static final Map<Pattern, String> OUTSIDE =
      Map.of(
          Pattern.compile("test_arg(max|min)_.*_select_last_index"),
          "the last of equal extremes: refused by name",
          Pattern.compile("test_cast(like)?_(.*STRING.*)"),
          "text: refused by name",
          Pattern.compile("test_cast(like)?_(BFLOAT16_to_FLOAT|FLOAT_to_BFLOAT16)(_expanded)?"),
          "bfloat16 kept as the bits of uint16, which later versions of the data do not do",
          Pattern.compile("test_(max|min|mod)_uint(16|32|64)|test_pow_types_float32_uint(32|64)"),
          "unsigned numbers that libtorch does not compute with: refused by name",
          Pattern.compile("test_resize_tf_crop_and_resize"),
          "a part of the input enlarged: refused by name",
          Pattern.compile("test_resize_downsample_scales_(cubic|linear)_align_corners"),
          "corners of a size that is not whole; ONNX Runtime and PyTorch have whole ones",
          Pattern.compile("test_maxpool_with_argmax_.*"),
          "the places of the maxima: refused by name",
          Pattern.compile("test_training_dropout(_default)?(_mask)?"),
          "the random numbers of another generator");

  @Test
  void everyTestOfAnOperatorThatIsClaimedPasses() throws IOException {
    Facility.ONNX_TESTDATA.need(Files.isDirectory(DATA), "nothing at " + DATA);
    SortedSet<String> claimed = Operators.names();
    List<String> failed = new ArrayList<>();
    int count = 0;
    int outside = 0;
    List<Path> tests;
    try (Stream<Path> list = Files.list(DATA)) {
      tests = list.sorted().toList();
    }
    for (Path test : tests) {
      String name = test.getFileName().toString();
      OnnxModel model = OnnxModel.read(test.resolve("model.onnx"));
      List<NodeProto> nodes = model.graph().nodes();
      boolean ours =
          nodes.stream().allMatch(n -> n.getDomain().isEmpty() && claimed.contains(n.getOpType()))
              && model.graph().inputs().stream().allMatch(in -> in.getType().hasTensorType());
      if (!ours) {
        continue;
      }
      try {
        check(model, test.resolve("test_data_set_0"));
        count++;
        assertThat(OUTSIDE.keySet()).as(name).noneMatch(p -> p.matcher(name).matches());
      } catch (TorchException | AssertionError e) {
        if (OUTSIDE.keySet().stream().anyMatch(p -> p.matcher(name).matches())) {
          outside++;
          continue;
        }
        failed.add(name + ": " + e.getMessage().replaceAll("\\s+", " "));
      }
    }
    System.out.printf(
        "ONNX backend node tests of the %d operators: %d pass, %d fail, %d outside the claim%n",
        claimed.size(), count, failed.size(), outside);
    assertThat(failed).isEmpty();
  }

  private static void check(OnnxModel model, Path data) {
    Libtorch.scoped(
        () -> {
          try (TorchNetwork network = TorchNetwork.of(model)) {
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            List<ValueInfoProto> declared = model.graph().inputs();
            for (int i = 0; i < declared.size(); i++) {
              inputs.put(
                  declared.get(i).getName(),
                  HostTensors.of(
                      model, read(data.resolve("input_" + i + ".pb")), ElementTypes.AS_WRITTEN));
            }
            Map<String, Tensor> outputs = network.run(inputs, network.outputs(), Run.INFERENCE);
            int i = 0;
            for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
              TensorProto expected = read(data.resolve("output_" + i++ + ".pb"));
              assertThat(output.getValue().shape()).isEqualTo(Tensors.dims(expected));
              double[] values =
                  Libtorch.withoutGradients(() -> HostTensors.doubles(output.getValue()));
              double[] wanted = Tensors.doubles(expected);
              for (int k = 0; k < wanted.length; k++) {
                double difference = Math.abs(values[k] - wanted[k]);
                boolean equal = Double.compare(values[k], wanted[k]) == 0 || values[k] == wanted[k];
                assertThat(equal || difference <= 1e-7 + 1e-3 * Math.abs(wanted[k]))
                    .as("%s[%d]: %s, expected %s", output.getKey(), k, values[k], wanted[k])
                    .isTrue();
              }
            }
          }
        });
  }

  private static TensorProto read(Path file) {
    try {
      return TensorProto.parseFrom(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
