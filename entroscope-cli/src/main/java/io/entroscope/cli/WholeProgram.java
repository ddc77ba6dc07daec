package io.entroscope.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program with all its commands declared: what shell completion and the manual pages of a
 * distribution are generated from, by tools that read declarations alone. The program itself makes
 * only the commands that it needs.
 */
@Command(
    subcommands = {
      DemoCommand.class,
      LayersCommand.class,
      HeadCommand.class,
      AnalyzeCommand.class,
      MergeCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      TrackCommand.class,
      TrainCommand.class,
      MaximizeCommand.class,
      AdviseCommand.class,
      AblateCommand.class,
      PruneCommand.class,
      DepthCommand.class,
      JudgeCommand.class,
      ReproduceCommand.class,
      CommandLine.HelpCommand.class
    })
final class WholeProgram extends Main {}
