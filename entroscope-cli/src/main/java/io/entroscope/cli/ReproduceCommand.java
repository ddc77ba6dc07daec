package io.entroscope.cli;

import io.entroscope.app.Console;
import io.entroscope.app.interrupt.Interruption;
import io.entroscope.app.option.OpenOption;
import io.entroscope.app.option.ThreadsOption;
import io.entroscope.cli.option.OutFolder;
import io.entroscope.report.Format;
import io.entroscope.report.ReportRequest;
import io.entroscope.report.Reports;
import io.entroscope.result.derived.ResultComparison;
import io.entroscope.study.reproduce.Study;
import io.entroscope.study.reproduce.StudyOptions;
import io.entroscope.study.reproduce.page.ReadingsSections;
import io.entroscope.study.reproduce.page.Reproduction;
import io.entroscope.study.reproduce.page.ReproductionTables;
import io.entroscope.study.reproduce.page.StudyFigure;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the paper's study again. */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  entroscope reproduce --data-root data --out out/reproduction",
      "  entroscope reproduce --data-root data --out out/quick --quick"
    },
    sortOptions = false,
    description =
        "Makes the paper's study again: its networks on MNIST and CIFAR-10, layers deleted, and the"
            + " controls that it lacks; prints its numbers beside ours, and whether each claim is"
            + " supported, contradicted or undecided. The page is reproduction.md; networks go into"
            + " 'models', and all else is small. Goes on where it was stopped.")
final class ReproduceCommand implements Callable<Integer> {
  private static final Set<Format> FORMATS = EnumSet.of(Format.SVG, Format.PNG);

  @Option(
      names = "--data-root",
      paramLabel = "DIR",
      description =
          "The folder with MNIST (a folder 'mnist' of IDX files) and CIFAR-10 (a folder, .tar or"
              + " .zip whose name begins with 'cifar10'); no default.")
  private @Nullable Path dataRoot;

  @Mixin private OutFolder target = new OutFolder();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Trainings of each network (default: 3).")
  private int seeds = 3;

  @Option(
      names = "--quick",
      description =
          "Only show the way, in a few minutes: a few images and epochs, one seed. The numbers mean"
              + " nothing.")
  private boolean quick;

  @Option(
      names = "--registered",
      description =
          "Run what is judged by rules fixed beforehand, which lie in --out as protocol.md: more"
              + " seeds, and layers taken out in three ways. Those of docs/reproduction run as"
              + " '--out docs/reproduction'.")
  private boolean registered;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--pages",
      description =
          "Make nothing, only write the page and the figures of what lies in --out, from its files"
              + " alone.")
  private boolean pages;

  @Mixin private OpenOption open = new OpenOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path out = target.writable();
    Interruption.leaves("what is done lies in " + out + "; the same command goes on from there");
    Reproduction study = study(out);
    ReproductionTables tables = new ReproductionTables(study);
    Console.out()
        .print("\n" + tables.besideThePaper() + "\n" + new ReadingsSections(study).claims());
    if (study.facts().quick()) {
      Console.out().print("\nA quick study: these numbers say nothing about the paper.\n");
    }
    Path page = out.resolve("reproduction.md");
    Console.out().printf("%nWrote %s%n", page);
    Console.out().flush();
    open.show(page);
    return 0;
  }

  private Reproduction study(Path out) throws Exception {
    if (pages) {
      Reproduction study = LibtorchNeed.call(() -> Study.pages(out, seeds));
      draw(study, out);
      return study;
    }
    if (dataRoot == null) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "Missing required option: '--data-root=DIR'");
    }
    StudyOptions options =
        new StudyOptions(dataRoot, out, quick ? 1 : seeds, quick, threads.count());
    try (StudyProgress progress = new StudyProgress(study -> draw(study, out))) {
      return LibtorchNeed.call(
          () -> registered ? Study.registered(options, progress) : Study.run(options, progress));
    }
  }

  private static void draw(Reproduction study, Path out) {
    for (StudyFigure figure : StudyFigure.of(study)) {
      List<Path> results =
          figure.experiments().stream()
              .map(id -> out.resolve("experiments").resolve(id).resolve("result.json"))
              .toList();
      Path folder = out.resolve("figures").resolve(figure.folder());
      if (figure.number() > 0) {
        Reports.render(results, ReportRequest.of(FORMATS, OptionalInt.of(figure.number())), folder);
      } else {
        Reports.drawComparison(
            ResultComparison.read(results), figure.names(), FORMATS, folder.resolve(figure.file()));
      }
    }
  }
}
