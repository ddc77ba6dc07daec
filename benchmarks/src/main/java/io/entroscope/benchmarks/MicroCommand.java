package io.entroscope.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures single operations by JMH. */
@Command(
    name = "micro",
    mixinStandardHelpOptions = true,
    description = "Prints what single operations take, by JMH, each in a fresh virtual machine.")
final class MicroCommand implements Callable<Integer> {
  private static final List<String> SUBJECTS = List.of("statistics", "model");

  @Option(names = "--subjects", split = ",", description = "Of statistics, model (default: all).")
  private List<String> subjects = SUBJECTS;

  @Option(names = "--quick", description = "One short iteration of each: that they run at all.")
  private boolean quick;

  @Override
  public Integer call() throws Exception {
    UnknownName.refuse("subject", subjects, SUBJECTS);
    String wanted = subjects.stream().map(MicroCommand::classOf).collect(Collectors.joining("|"));
    ChainedOptionsBuilder options =
        new OptionsBuilder().include("\\.micro\\.(" + wanted + ")\\.").shouldFailOnError(true);
    if (quick) {
      options
          .warmupIterations(0)
          .measurementIterations(1)
          .measurementTime(TimeValue.milliseconds(20));
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    return results.isEmpty() ? 1 : 0;
  }

  private static String classOf(String subject) {
    return Character.toUpperCase(subject.charAt(0)) + subject.substring(1) + "Benchmark";
  }
}
