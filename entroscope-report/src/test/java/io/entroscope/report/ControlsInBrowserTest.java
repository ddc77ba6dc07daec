package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.report.internal.view.ResultView;
import io.entroscope.report.internal.view.Thinning;
import io.entroscope.result.AnalysisResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** Every control of the page does what it says, with a mouse and with the keyboard. */
class ControlsInBrowserTest {
  @TempDir static Path folder;
  private static Browser browser;
  private static Path page;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start(folder);
    page = folder.resolve("full.html");
    Report.write(MadeUpExtras.full(), page);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() {
    browser.prefer("light");
    browser.resize(1280, 900);
    browser.open(page);
  }

  private static void choose(String figure, String control, String value) {
    WebElement element = browser.find("#figure-" + figure + " [name=" + control + "]");
    if (element.getTagName().equals("input")) {
      element.sendKeys(value + Keys.TAB);
    } else {
      Browser.select(element, value);
    }
  }

  private static String shown(String figure) {
    return browser.text(
        "const f = document.getElementById('figure-' + arguments[0]);"
            + "return (f.querySelector('.plot > svg').textContent + ' '"
            + " + f.querySelector('figcaption').textContent).replace(/\\s+/g, ' ')",
        figure);
  }

  private static String markup(String figure) {
    return browser.text(
        "return document.querySelector(`#figure-${arguments[0]} .plot > svg`).outerHTML", figure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | entropy=image | mean image H / ln n",
        "1 | unit=nats | H [nats]",
        "1 | layers=all | conv2",
        "2 | layer=fc2 | !fc3",
        "2 | of=image | of a single image",
        "2 | sort=first | most active for the first class on the left",
        "2 | sort=difference | largest difference on the left",
        "2 | units=top | the 64 largest",
        "2 | scale=log | 10⁻",
        "2 | of=image imageA=1 | image 20",
        "3 | layer=fc1 | !fc3",
        "3 | x=linear | Equal bins,",
        "3 | y=log | 10,000",
        "3 | x=linear reach=full | 0.0 0.2 0.4 0.6 0.8 1.0 probability",
        "3 | layer=fc1 unit=7 | fc1, unit 7",
        "4 | sample=4 | class 2",
        "4 | contrast=common | the least value in the layer",
        "5 | value=standardized | Left: standardised",
        "5 | value=image | Left: normalised mean image entropy",
        "5 | layers=all | conv1",
        "6 | unit=nats | image entropy [nats]",
        "6 | layers=all | conv1",
        "7a | scale=standardized | standardised, normalised",
        "7a | of=class | Class 0",
        "8 | layers=all | conv1",
        "0 | look=standardized | Colour: standardised",
        "0 | of=class | of 0. ",
        "1 | layers=hidden | !fc3",
        "10 | layers=all | conv1",
      })
  void controlShowsWhatItSays(String figure, String choices, String text) {
    String before = markup(figure);
    String shown = shown(figure);
    for (String choice : choices.split(" ", -1)) {
      String[] parts = choice.split("=", -1);
      choose(figure, parts[0], parts[1]);
    }
    assertThat(markup(figure)).isNotEqualTo(before);
    // What is asked for comes, or, after an exclamation mark, goes.
    boolean goes = text.startsWith("!");
    String searched = goes ? text.substring(1) : text;
    assertThat(goes ? shown : shown(figure)).contains(searched);
    assertThat(goes ? shown(figure) : shown).doesNotContain(searched);
    assertThat(browser.messages()).isEmpty();
  }

  @Test
  void axisGoesFromNothingToEverything() {
    AnalysisResult full = MadeUpExtras.full();
    Path high = folder.resolve("high.html");
    Report.write(Records.with(full, "layers", full.layers().subList(0, 3)), high);
    browser.open(high);
    assertThat(shown("1")).doesNotContain(" 0.0 ");
    choose("1", "range", "full");
    assertThat(shown("1")).contains(" 0.0 ", " 1.0 ");
  }

  @Test
  void orderOfClassesIsFollowed() {
    assertThat(firstClasses()).hasToString("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]");
    choose("5", "order", "entropy");
    assertThat(firstClasses())
        .isEqualTo(
            sorted(
                "P.view.data.classes.map((n, c) => [n, -E.stat(P.view.layers[4].output,"
                    + " 'patternEntropy', c)])"));
    choose("5", "order", "accuracy");
    assertThat(firstClasses())
        .isEqualTo(sorted("P.view.data.classes.map((n, c) => [n, E.confusion(P.view)[c][c]])"));
  }

  private static List<?> firstClasses() {
    return (List<?>)
        browser.run(
            "return [...document.querySelectorAll('#figure-5 .plot svg text[text-anchor=end]')]"
                + ".map(t => t.textContent).filter(t => /^[0-9]$/.test(t)).slice(0, 10)");
  }

  private static List<?> sorted(String pairs) {
    return (List<?>) browser.run("return " + pairs + ".sort((p, q) => p[1] - q[1]).map(p => p[0])");
  }

  @Test
  void chosenClassesAreShownEverywhere() {
    Browser.select(browser.find("#picks [name=a]"), "7");
    Browser.select(browser.find("#picks [name=b]"), "3");
    for (String figure : List.of("1", "2", "3", "5", "6")) {
      browser.run("document.getElementById('figure-' + arguments[0]).scrollIntoView()", figure);
      browser.until(
          () -> shown(figure).matches("(?s).*\\b7\\b.*\\b3\\b.*"), figure + " shows 7 and 3");
    }
    assertThat(shown("2")).contains("Blue: 7 (mean of N = 100). Orange: 3 (mean of N = 100)");
    assertThat(shown("3")).contains("Blue: 7").contains("dashed: 3");
    assertThat(shown("4")).contains("class 7");
    assertThat(shown("6")).contains("100 of 7, 100 of 3");
    Browser.select(browser.find("#picks [name=b]"), "-1");
    assertThat(shown("6")).contains("100 of 7.");
  }

  @Test
  void numbersFromBeforeTheActivationAreShown() {
    Browser.select(browser.find("[name=at]"), "preactivation");
    browser.run("document.getElementById('figure-5').scrollIntoView()");
    browser.until(() -> shown("5").contains("before the activation function"), "figure 5 changes");
  }

  @Test
  void cellChoosesItsClassAndTheOneItIsTakenFor() {
    WebElement plot = browser.find("#figure-5 .plot");
    browser.run("arguments[0].scrollIntoView({block: 'center'})", plot);
    Object place =
        browser.run(
            "const p = E.figures['5'].draw(P.view, E.complete(P.view, E.figures['5'], {}),"
                + " E.themes.light, arguments[0].clientWidth).panels[0];const box ="
                + " arguments[0].getBoundingClientRect();return [Math.round(p.cx(1, 6) - box.width"
                + " / 2), Math.round(p.cy(1, 6) - box.height / 2)]",
            plot);
    List<?> at = (List<?>) place;
    new Actions(browser.driver)
        .moveToElement(plot, ((Number) at.get(0)).intValue(), ((Number) at.get(1)).intValue())
        .perform();
    assertThat(browser.find(".tip:not([hidden])").getText()).startsWith("6, fc2: 0.");
    new Actions(browser.driver).click().perform();
    assertThat(browser.text("return P.state.a")).isEqualTo("6");
    assertThat(browser.text("return P.state.b"))
        .isEqualTo(browser.text("return E.mistakes(P.view, 6)[0][0]"));
    assertThat(browser.find("#picks [name=a]").getDomProperty("value")).isEqualTo("6");
  }

  @Test
  void keysReachEverythingAndReadItOut() {
    browser.run("document.activeElement.blur()");
    new Actions(browser.driver).sendKeys(Keys.TAB).perform();
    assertThat(browser.driver.switchTo().activeElement().getText()).isEqualTo("Skip to figure 1");
    tabTo(browser.find("#theme"), 30);
    new Actions(browser.driver).sendKeys(Keys.ENTER).perform();
    assertThat(browser.text("return document.documentElement.dataset.theme")).isEqualTo("dark");
    WebElement plot = browser.find("#figure-1 .plot");
    tabTo(plot, 40);
    plot.sendKeys(Keys.ARROW_RIGHT);
    assertThat(readout()).startsWith("mean over classes, fc1: 0.");
    plot.sendKeys(Keys.ARROW_RIGHT);
    assertThat(readout()).startsWith("mean over classes, fc2: 0.").contains("N = 1,000", "95%");
    plot.sendKeys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.END);
    assertThat(readout()).startsWith("1, fc3: ").endsWith("raw, N = 100");
    plot.sendKeys(Keys.PAGE_DOWN);
    assertThat(readout()).startsWith("1, fc3: ").endsWith("standardised, N = 100");
    plot.sendKeys(Keys.ARROW_DOWN, Keys.ENTER);
    assertThat(browser.text("return P.state.a")).isEqualTo("2");
    plot.sendKeys(Keys.ESCAPE);
    assertThat(browser.text("return document.querySelectorAll('.tip:not([hidden])').length"))
        .isEqualTo("0");
  }

  /** Goes there with the tab key alone. */
  private static void tabTo(WebElement element, int most) {
    for (int i = 0; i < most && !element.equals(browser.driver.switchTo().activeElement()); i++) {
      new Actions(browser.driver).sendKeys(Keys.TAB).perform();
    }
    assertThat(browser.driver.switchTo().activeElement()).isEqualTo(element);
  }

  private static String readout() {
    return browser.find("#figure-1 .readout").getText();
  }

  @Test
  void figuresAreSavedAsPicturesAndNumbers() throws IOException {
    String name = "figure-6-stability";
    for (String kind : List.of("SVG", "PNG", "CSV")) {
      browser.run(
          "arguments[0].click()",
          browser.find("#figure-6 button[aria-label='" + kind + " of figure 6']"));
    }
    Path svg = folder.resolve(name + ".svg");
    Path png = folder.resolve(name + ".png");
    Path csv = folder.resolve(name + ".csv");
    browser.until(
        () -> Files.exists(svg) && Files.exists(png) && Files.exists(csv), "all are saved");
    try (Drawing drawing =
        new Drawing(ResultView.of(MadeUpExtras.full(), Thinning.of(MadeUpExtras.full())))) {
      Drawing.Files files = drawing.files("6", "{}", Theme.LIGHT);
      assertThat(svg).content(StandardCharsets.UTF_8).isEqualTo(files.svg());
      assertThat(csv).content(StandardCharsets.UTF_8).isEqualTo("\ufeff" + files.csv());
    }
    assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(2 * (Drawing.WIDTH + 32));
  }

  @Test
  void tableShowsTheNumbersOfTheFigure() {
    WebElement button = browser.find("#figure-1 .actions button");
    browser.run("arguments[0].click()", button);
    assertThat(button.getDomAttribute("aria-expanded")).isEqualTo("true");
    assertThat(browser.find("#figure-1 table").getText())
        .startsWith("scale class depth layer entropy from to images")
        .contains("raw mean over classes 3 fc1 0.69");
    assertThat(browser.text("return document.querySelectorAll('#figure-1 tbody tr').length"))
        .isEqualTo(String.valueOf(2 * 11 * 3));
    choose("1", "unit", "nats");
    assertThat(browser.find("#figure-1 table").getText())
        .contains("raw mean over classes 3 fc1 3.");
    browser.run("arguments[0].click()", button);
    assertThat(browser.find("#numbers-1").isDisplayed()).isFalse();
  }

  @Test
  void themeFollowsTheReaderUntilTheReaderChooses() {
    assertThat(theme()).isEqualTo("light");
    browser.prefer("dark");
    browser.until(() -> theme().equals("dark"), "the theme follows");
    assertThat(markup("0")).contains(browser.text("return E.themes.dark.soft"));
    browser.find("#theme").click();
    assertThat(theme()).isEqualTo("light");
    browser.prefer("light");
    browser.prefer("dark");
    assertThat(theme()).isEqualTo("light");
  }

  private static String theme() {
    return browser.text("return document.documentElement.dataset.theme");
  }
}
