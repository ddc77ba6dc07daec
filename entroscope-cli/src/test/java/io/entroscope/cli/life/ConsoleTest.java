package io.entroscope.cli.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.app.Console;
import io.entroscope.cli.Cli;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a file calls things reaches a terminal as text. */
@Isolated
class ConsoleTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  ConsoleTest() {
    Console.redirect(new PrintWriter(out, true), new PrintWriter(err, true));
  }

  @Test
  void showsWhatATerminalWouldObey() {
    Console.out().println("cat\u001b]0;x\u0007 \u009b31m \u202edog\u2066 \u007f");
    assertThat(out.toString().strip())
        .isEqualTo("cat\\u001b]0;x\\u0007 \\u009b31m \\u202edog\\u2066 \\u007f");
    Console.note("a\rb\u001b[2J");
    assertThat(err.toString().strip()).isEqualTo("note: a\\u000db\\u001b[2J");
  }

  @Test
  void helpIsInColourOnlyWhereThatIsShown() {
    assertThat(Cli.run("analyze", "--help").out()).doesNotContain("\u001b");
    System.setProperty("entroscope.colour", "true");
    try {
      assertThat(Cli.run("analyze", "--help").out()).contains("\u001b[1mData\u001b[21m\u001b[0m");
      assertThat(Cli.run("layers", Cli.MODEL).out()).doesNotContain("\u001b");
    } finally {
      System.clearProperty("entroscope.colour");
    }
  }

  @Test
  void warningsAreInColourOnlyWhereThatIsShown() {
    String text = "warning: \u001b[2J\ntable\nwarning: two\n";
    Console.print(text);
    assertThat(out.toString()).isEqualTo("warning: \\u001b[2J\ntable\nwarning: two\n");
    out.getBuffer().setLength(0);
    System.setProperty("entroscope.colour", "true");
    try {
      Console.print(text);
      assertThat(out.toString())
          .isEqualTo(
              "\u001b[33mwarning: \u001b[0m\\u001b[2J\ntable\n\u001b[33mwarning: \u001b[0mtwo\n");
    } finally {
      System.clearProperty("entroscope.colour");
    }
    Console.error("gone");
    assertThat(err.toString()).isEqualTo("entroscope: gone\n");
  }

  @Test
  void leavesTextAsItIs() {
    String text = "K\u00e4tzchen \u732b \ud83d\udc31\tb";
    Console.out().println(text);
    assertThat(out.toString().strip()).isEqualTo(text);
    Console.err().print("\r" + " ".repeat(3) + "\r");
    Console.err().flush();
    assertThat(err.toString()).isEqualTo("\r   \r");
  }
}
