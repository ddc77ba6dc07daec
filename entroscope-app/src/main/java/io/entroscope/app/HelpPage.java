package io.entroscope.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.IParamLabelRenderer;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help looks: a synopsis of one line, and options under the headings of their groups. */
final class HelpPage {
  private static final int WIDEST = 100;

  /** picocli's own least width. */
  private static final int NARROWEST = 55;

  private HelpPage() {}

  /** Makes a command line and its commands show help so. */
  static void on(CommandLine line) {
    Map<String, IHelpSectionRenderer> sections = new HashMap<>(line.getHelpSectionMap());
    sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, HelpPage::synopsis);
    sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, HelpPage::parameters);
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpPage::options);
    line.setHelpSectionMap(sections);
    line.setUsageHelpWidth(Math.max(NARROWEST, Math.min(WIDEST, Console.width())));
    line.setColorScheme(Help.defaultColorScheme(Console.isColoured() ? Ansi.ON : Ansi.OFF));
  }

  private static String synopsis(Help help) {
    if (!help.subcommands().isEmpty()) {
      return help.synopsis(help.synopsisHeadingLength());
    }
    StringBuilder line = new StringBuilder(help.commandSpec().qualifiedName());
    for (PositionalParamSpec one : help.commandSpec().positionalParameters()) {
      String label = labelled(one);
      line.append(' ').append(one.arity().min() == 0 ? "[" + label + "]" : label);
    }
    for (OptionSpec option : help.commandSpec().options()) {
      if (option.required()) {
        line.append(' ').append(option.longestName()).append('=').append(option.paramLabel());
      }
    }
    return line.append(" [OPTIONS]").append(System.lineSeparator()).toString();
  }

  private static String labelled(PositionalParamSpec one) {
    return one.paramLabel() + (one.arity().max() > 1 ? "..." : "");
  }

  private static String parameters(Help help) {
    Help.Layout layout = help.createDefaultLayout();
    layout.addPositionalParameters(help.commandSpec().positionalParameters(), new Labels());
    return layout.toString();
  }

  private static String options(Help help) {
    if (!help.subcommands().isEmpty()) {
      return help.optionList();
    }
    List<OptionSpec> options =
        help.commandSpec().options().stream().filter(option -> !option.hidden()).toList();
    StringBuilder text = new StringBuilder();
    for (OptionGroup group : OptionGroup.values()) {
      text.append(
          section(
              help,
              group.title(),
              options.stream()
                  .filter(option -> OptionGroup.of(option).equals(Optional.of(group)))
                  .toList()));
    }
    return text.append(
            section(
                help,
                "Other options",
                options.stream().filter(option -> OptionGroup.of(option).isEmpty()).toList()))
        .toString();
  }

  private static String section(Help help, String title, List<OptionSpec> options) {
    if (options.isEmpty()) {
      return "";
    }
    Help.Layout layout = help.createDefaultLayout();
    layout.addOptions(options, new Labels());
    return help.createHeading("%n@|bold " + title + "|@%n") + layout;
  }

  /** What stands for a value, as it was declared. */
  private static final class Labels implements IParamLabelRenderer {
    @Override
    public Ansi.Text renderParameterLabel(ArgSpec argument, Ansi ansi, List<Ansi.IStyle> styles) {
      String label =
          argument instanceof PositionalParamSpec one
              ? labelled(one)
              : argument.arity().max() == 0 ? "" : "=" + argument.paramLabel();
      return ansi.new Text(label);
    }

    @Override
    public String separator() {
      return "";
    }
  }
}
