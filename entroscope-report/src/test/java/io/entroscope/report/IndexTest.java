package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page over a folder of results: what it says, and what a browser makes of it. */
class IndexTest {
  @TempDir private static Path folder;
  private static Path page;
  private static Browser browser;

  @BeforeAll
  static void write() throws IOException {
    browser = Browser.start(folder);
    put(MadeUp.mnist(), "first & <b>");
    put(MadeUp.cifar(), "deep/second");
    put(HostileNamesTest.hostile(), "hostile");
    put(MadeUp.mnist(), ".hidden/run");
    Files.createDirectories(folder.resolve("broken"));
    Files.writeString(folder.resolve("broken/result.json"), "{}");
    Files.writeString(folder.resolve("first & <b>/report.html"), "<p>here</p>");
    page = Reports.index(folder, folder).orElseThrow();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private static void put(AnalysisResult result, String name) throws IOException {
    Path file = folder.resolve(name).resolve("result.json");
    Files.createDirectories(file.getParent());
    ResultJson.write(result, file);
  }

  private static void open(String hash) {
    browser.driver.get("about:blank");
    browser.messages();
    browser.requests();
    browser.driver.get(page.toUri() + hash);
    browser.until(() -> !browser.driver.findElements(By.cssSelector("th button")).isEmpty(), "");
  }

  private static List<String> shown() {
    return browser.driver.findElements(By.cssSelector("tbody th")).stream()
        .filter(WebElement::isDisplayed)
        .map(WebElement::getText)
        .toList();
  }

  @Test
  void hasARowForEachResultAndSaysWhatIsNotRead() throws IOException {
    String html = Files.readString(page);
    assertThat(html)
        .contains("3 results", "first &amp; &lt;b&gt;", "deep/second", "<h2>Not read</h2>")
        .contains("href=\"first%20%26%20%3Cb%3E/report.html\"")
        .contains("href=\"deep/second/result.json\"")
        .doesNotContain(".hidden/run", "<b>", "<script src");
    Path elsewhere = Reports.index(folder, folder.resolve("deep/pages")).orElseThrow();
    assertThat(Files.readString(elsewhere)).contains("href=\"../second/result.json\"");
    Files.delete(elsewhere);
    assertThat(Reports.index(Files.createDirectory(folder.resolve("empty")), folder))
        .isEqualTo(Optional.empty());
  }

  /** Different ones, from above. */
  private static List<Double> accuracies() {
    return browser.driver.findElements(By.cssSelector("tbody td:nth-child(5)")).stream()
        .map(cell -> Double.parseDouble(cell.getAttribute("data-value")))
        .distinct()
        .toList();
  }

  @Test
  void sortsByAClickOrAKey() {
    open("");
    assertThat(browser.messages()).isEmpty();
    assertThat(browser.requests()).allMatch(url -> url.startsWith("file:"));
    List<String> byName = shown();
    assertThat(byName).containsExactly("deep/second", "first & <b>", "hostile");
    WebElement accuracy = browser.find("th:nth-child(5) button");
    accuracy.click();
    assertThat(browser.find("th:nth-child(5)").getAttribute("aria-sort")).isEqualTo("descending");
    assertThat(accuracies()).isSortedAccordingTo(Comparator.reverseOrder());
    accuracy.sendKeys(Keys.ENTER);
    assertThat(browser.driver.getCurrentUrl()).endsWith("#sort=4");
    assertThat(accuracies()).isSorted().hasSizeGreaterThan(1);
  }

  @Test
  void filtersByWordsAndIsLinkedTo() {
    open("");
    browser.find("#filter").sendKeys("DEEP");
    assertThat(shown()).containsExactly("deep/second");
    assertThat(browser.find("#count").getText()).isEqualTo("1 of 3 results");
    open("#filter=first&sort=0-");
    assertThat(shown()).containsExactly("first & <b>");
    browser.find("tbody tr:not([hidden]) a").click();
    browser.until(() -> browser.driver.getPageSource().contains("here"), "the link is followed");
  }

  @Test
  void isForEveryoneAndFitsAPhone() throws IOException {
    for (String scheme : List.of("light", "dark")) {
      browser.prefer(scheme);
      open("");
      assertThat(browser.accessibilityFaults()).as(scheme).isEmpty();
    }
    browser.resize(390, 800);
    open("");
    assertThat(browser.text("return document.documentElement.scrollWidth")).isEqualTo("390");
    browser.resize(1280, 900);
    browser.prefer("light");
  }
}
