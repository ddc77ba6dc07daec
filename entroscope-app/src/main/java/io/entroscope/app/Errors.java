package io.entroscope.app;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.plan.PlanException;
import io.entroscope.data.DataException;
import io.entroscope.onnx.OnnxException;
import io.entroscope.report.ReportException;
import io.entroscope.result.ResultException;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.TrainingFailure;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What goes wrong, as one line for a person and an exit code. */
public final class Errors {
  private static final int FAILED = 1;
  private static final int WRONG_INPUT = 2;

  /** What says in its message what is wrong with an input. */
  private static final List<Class<? extends RuntimeException>> INPUT =
      List.of(
          OnnxException.class,
          DataException.class,
          PlanException.class,
          ResultException.class,
          ReportException.class,
          TorchException.class,
          ParameterException.class);

  private Errors() {}

  public static int wrongCommandLine(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    StringBuilder message = new StringBuilder(oneLine(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        message.append("; did you mean ").append(String.join(" or ", near)).append("?");
      }
    }
    message.append(" (see ").append(command.getCommandSpec().qualifiedName()).append(" --help)");
    print(message.toString());
    return WRONG_INPUT;
  }

  public static int failed(Exception e, CommandLine command, ParseResult parsed) {
    if (System.getenv("ENTROSCOPE_DEBUG") != null) {
      e.printStackTrace(Console.err());
    }
    if (INPUT.stream().anyMatch(type -> type.isInstance(e))) {
      print(oneLine(e.getMessage()));
      return WRONG_INPUT;
    }
    if (e instanceof AnalysisException
        || e instanceof TrainingFailure
        || e instanceof CancellationException) {
      print(oneLine(e.getMessage()));
      return FAILED;
    }
    print("internal error: " + e + "; please report it (ENTROSCOPE_DEBUG=1 shows where it arose)");
    return FAILED;
  }

  private static void print(String message) {
    Console.err().println("entroscope: " + message);
  }

  private static String oneLine(@Nullable String message) {
    return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
