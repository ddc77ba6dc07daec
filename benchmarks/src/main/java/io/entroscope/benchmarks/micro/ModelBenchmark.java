package io.entroscope.benchmarks.micro;

import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is done once a run with a model: reading it, and finding its layers and blocks. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ModelBenchmark {
  private final Path file =
      Path.of(System.getProperty("entroscope.home", "."), "demo", "mnist-3fc.onnx");
  private final OnnxModel model = OnnxModel.read(file);

  /** The file, parsed. */
  @Benchmark
  public OnnxModel read() {
    return OnnxModel.read(file);
  }

  /** Its layers. */
  @Benchmark
  public List<Layer> layers() {
    return Layers.find(model);
  }

  /** Its residual blocks, of which it has none: what that costs networks without them. */
  @Benchmark
  public List<Block> blocks() {
    return Blocks.find(model);
  }
}
