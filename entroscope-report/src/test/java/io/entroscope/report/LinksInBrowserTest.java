package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** What is chosen in one place is shown in all, stands in the address, and comes back from it. */
class LinksInBrowserTest {
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
  void plainWindow() {
    browser.prefer("light");
    browser.resize(1280, 900);
  }

  private static String state(String key) {
    return browser.text("return P.state[arguments[0]]", key);
  }

  private static String address() {
    return browser.text("return location.hash");
  }

  private static String shown(String figure) {
    return browser.text(
        "document.getElementById('figure-' + arguments[0]).scrollIntoView();"
            + "return document.querySelector(`#figure-${arguments[0]} .plot > svg`).textContent",
        figure);
  }

  @Test
  void aLayerOfTheNetworkIsChosenForEveryFigure() {
    browser.open(page);
    WebElement plot = browser.find("#figure-0 .plot");
    List<?> at =
        (List<?>)
            browser.run(
                "const d = E.figures['0'].draw(P.view, E.complete(P.view, E.figures['0'], P.state),"
                    + " E.themes.light, arguments[0].clientWidth).panels[0];"
                    + "const box = arguments[0].getBoundingClientRect();"
                    + "return [Math.round(d.cx(3, 0) - box.width / 2),"
                    + " Math.round(d.cy(3, 0) - box.height / 2)]",
                plot);
    new Actions(browser.driver)
        .moveToElement(plot, ((Number) at.get(0)).intValue(), ((Number) at.get(1)).intValue())
        .click()
        .perform();
    assertThat(state("layer")).isEqualTo("fc2");
    assertThat(browser.find("#picks [name=layer]").getDomProperty("value")).isEqualTo("fc2");
    assertThat(address()).isEqualTo("#layer=fc2");
    browser.until(() -> !shown("2").contains("fc1"), "figure 2 shows fc2 alone");
    browser.until(() -> !shown("3").contains("fc1"), "figure 3 shows fc2 alone");
    assertThat(browser.find("#figure-2 [name=layer]").getDomProperty("value")).isEqualTo("fc2");
    plot.sendKeys(Keys.ARROW_RIGHT, Keys.END, Keys.ENTER);
    assertThat(state("layer")).isEqualTo("fc3");
    plot.sendKeys(Keys.ARROW_RIGHT, Keys.END, Keys.ENTER);
    assertThat(state("layer")).isEqualTo("every");
    assertThat(browser.messages()).isEmpty();
  }

  @Test
  void anAddressShowsWhatItSays() {
    String hash = "#class=3&and=none&layer=fc1&layers=all&1.unit=nats&5.order=accuracy&figure=5";
    browser.open(page, hash);
    assertThat(List.of(state("a"), state("b"), state("layer"), state("layers")))
        .containsExactly("3", "-1", "fc1", "all");
    assertThat(browser.find("#figure-1 [name=unit]").getDomProperty("value")).isEqualTo("nats");
    assertThat(browser.find("#figure-5 [name=order]").getDomProperty("value"))
        .isEqualTo("accuracy");
    assertThat(shown("1")).contains("H [nats]", "conv1");
    assertThat(browser.text("return P.address.text()").split("&"))
        .containsExactlyInAnyOrder(hash.substring(1).split("&", -1));
    browser.run("location.hash = '#class=7'");
    browser.until(() -> state("a").equals("7"), "a changed address is followed");
    assertThat(List.of(state("layer"), state("layers"))).containsExactly("every", "verdict");
    assertThat(browser.find("#figure-1 [name=unit]").getDomProperty("value"))
        .isEqualTo("normalized");
  }

  @Test
  void anAddressOfNothingDoesNoHarm() {
    browser.open(page, "#class=nobody&layer=%E0%A4%A&99.x=1&1.range=sideways&figure=77&=");
    assertThat(browser.messages()).isEmpty();
    assertThat(state("a")).isEqualTo("-1");
    assertThat(shown("1")).contains("fc1", "fc2", "fc3");
  }

  @Test
  void plotsAreZoomedIntoAndShownWholeAgain() {
    browser.open(page, "#figure=1");
    WebElement plot = browser.find("#figure-1 .plot");
    String whole = shown("1");
    plot.sendKeys("+");
    assertThat(shown("1")).isNotEqualTo(whole);
    assertThat(address()).contains("1.zoom=0,");
    WebElement button = browser.find("#figure-1 .whole");
    assertThat(button.isDisplayed()).isTrue();
    browser.run("arguments[0].click()", button);
    assertThat(shown("1")).isEqualTo(whole);
    new Actions(browser.driver)
        .moveToElement(plot, -plot.getSize().width / 2 + 80, -40)
        .clickAndHold()
        .moveByOffset(150, 60)
        .release()
        .perform();
    assertThat(address()).contains("1.zoom=0,");
    assertThat(shown("1")).isNotEqualTo(whole);
    plot.sendKeys("0");
    assertThat(shown("1")).isEqualTo(whole);
    assertThat(browser.messages()).isEmpty();
  }

  @Test
  void aSliderGoesThroughTheEpochs() {
    browser.open(page);
    WebElement slider = browser.find("#figure-7a [name=epoch]");
    assertThat(shown("7a")).contains("after epoch 12");
    slider.sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT);
    assertThat(shown("7a")).contains("after epoch 10");
    assertThat(slider.getDomAttribute("aria-valuetext")).isEqualTo("10");
    assertThat(address()).contains("7a.epoch=10");
  }

  @Test
  void nothingIsSmallerThanTwelvePixels() {
    browser.open(page);
    assertThat(
            browser.text(
                "return [...document.querySelectorAll('body *')].filter(e => [...e.childNodes]"
                    + ".some(n => n.nodeType === 3 && n.textContent.trim()))"
                    + ".filter(e => !['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(e.tagName))"
                    + ".map(e => parseFloat(getComputedStyle(e).fontSize))"
                    + ".reduce((a, b) => Math.min(a, b))"))
        .satisfies(least -> assertThat(Double.parseDouble(least)).isGreaterThanOrEqualTo(12));
  }
}
