package io.entroscope.report;

import io.entroscope.testing.Facility;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The system's own headless Chromium, with a profile of its own that is thrown away. */
final class Browser implements AutoCloseable {
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");

  /**
   * Kept, or its level would be forgotten with it: Selenium warns of browsers newer than itself.
   */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  final ChromeDriver driver;
  private final Path home;

  private Browser(Path browser, Path chromedriver, Path home, Path downloads) {
    SELENIUM.setLevel(Level.SEVERE);
    this.home = home;
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--window-size=1280,900",
        "--user-data-dir=" + home.resolve("profile"));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.toFile())
            .usingAnyFreePort()
            .build();
    driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(5));
    driver.executeCdpCommand(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", downloads.toString()));
  }

  /** Starts it, or has the tests skipped with the line that installs it. */
  static Browser start(Path downloads) throws IOException {
    Optional<Path> browser = BROWSERS.stream().flatMap(Browser::installed).findFirst();
    Optional<Path> chromedriver = installed("chromedriver").findFirst();
    Facility.CHROMIUM.need(
        browser.isPresent() && chromedriver.isPresent(),
        "install it with its driver: apt-get install chromium chromium-driver");
    return new Browser(
        browser.orElseThrow(),
        chromedriver.orElseThrow(),
        Files.createTempDirectory("browser"),
        downloads);
  }

  private static Stream<Path> installed(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable);
  }

  /** Opens a page from the disk anew and waits until all of its figures are drawn. */
  void open(Path page) {
    open(page, "");
  }

  /**
   * Opens a page as a link does that says what to show.
   *
   * @param hash from the number sign on
   */
  void open(Path page, String hash) {
    driver.get("about:blank");
    messages();
    requests();
    driver.get(page.toUri() + hash);
    until(() -> isDrawn(), "the figures are drawn");
  }

  private boolean isDrawn() {
    return Boolean.TRUE.equals(
        run("return performance.getEntriesByName('entroscope-all-figures').length === 1"));
  }

  /** Waits for what happens soon, and fails if it does not. */
  void until(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain until " + what + "; console: " + messages());
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** What was written to the console since the last call. */
  List<String> messages() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  /** Every address that was asked for since the last call. */
  List<String> requests() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(LogEntry::getMessage)
        .filter(message -> message.contains("\"Network.requestWillBeSent\""))
        .map(message -> message.replaceAll("(?s).*\"request\":\\{.*?\"url\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  String text(String script, Object... arguments) {
    return String.valueOf(run(script, arguments));
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** Chooses an option of a select element as a reader does. */
  static void select(WebElement element, String value) {
    element.findElement(By.cssSelector("option[value='" + value + "']")).click();
  }

  /** A viewport of this size, as on a device. */
  void resize(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
    Map<String, Object> metrics =
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600);
    driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", metrics);
  }

  /** What a reader has set for all pages: {@code light} or {@code dark}. */
  void prefer(String scheme) {
    Map<String, Object> feature = Map.of("name", "prefers-color-scheme", "value", scheme);
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /** The serious and critical faults that axe-core finds in the page as it is. */
  List<String> accessibilityFaults() throws IOException {
    try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
      if (axe == null) {
        throw new AssertionError("the class path lacks axe.min.js");
      }
      run(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    Object found =
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "axe.run(document).then(r => done(r.violations"
                + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)"
                + " + ' ' + n.failureSummary).join(' | '))))");
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
