package io.nearline.retrieval.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, as it is installed on this machine. */
final class Browser implements AutoCloseable {

    /** What to do where there is none. */
    static final String HOW_TO_INSTALL =
            "no Chromium with its driver on the PATH: apt-get install chromium chromium-driver";

    private final ChromeDriver driver;

    private Browser(Path chromium, Path chromedriver) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--force-color-profile=srgb",
                "--hide-scrollbars");
        options.setCapability("goog:loggingPrefs", logs);
        driver =
                new ChromeDriver(
                        new ChromeDriverService.Builder()
                                .usingDriverExecutable(chromedriver.toFile())
                                .usingAnyFreePort()
                                .build(),
                        options);
    }

    /** Starts it; empty where it is not installed. */
    static Optional<Browser> start() {
        Optional<Path> chromedriver = program("chromedriver");
        return Stream.of("chromium", "google-chrome")
                .flatMap(name -> program(name).stream())
                .findFirst()
                .flatMap(chromium -> chromedriver.map(driver -> new Browser(chromium, driver)));
    }

    /** Opens an address as if nothing had been open before. */
    void open(String address) {
        driver.get("about:blank");
        driver.get(address);
    }

    /** Widths and heights as a page sees them. */
    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Which colours the user prefers: light or dark. */
    void prefer(String colours) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** Visible texts of all elements that a selector names, read in one moment. */
    List<String> texts(String selector) {
        return run(
                        "return [...document.querySelectorAll(arguments[0])].map(e =>"
                                + " e.innerText).join('\\u0000')",
                        selector)
                .transform(
                        joined -> joined.isEmpty() ? List.of() : List.of(joined.split("\u0000")));
    }

    /** The one visible text of an element. */
    String text(String selector) {
        return String.join("|", texts(selector));
    }

    /** Keys to whatever has the focus. */
    void type(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    void back() {
        driver.navigate().back();
    }

    /** What a script in the page returns, as text. */
    String run(String script, Object... arguments) {
        return String.valueOf(driver.executeScript(script, arguments));
    }

    /** Waits for a promise of the page, and until what follows from it is drawn. */
    void awaitDrawn(String promise) {
        driver.executeAsyncScript(
                """
                const done = arguments[0];
                %s.then(() => requestAnimationFrame(() => requestAnimationFrame(done)));
                """
                        .formatted(promise));
    }

    /** What axe finds wrong with the page as it stands: rule, elements and why. */
    List<String> accessibilityErrors() {
        driver.executeScript(axe());
        Object errors =
                driver.executeAsyncScript(
                        """
                        const done = arguments[arguments.length - 1];
                        axe.run(document).then(found => done(found.violations.map(one =>
                            one.id + ': ' + one.nodes.map(node => node.html + ' ' + node.failureSummary).join('; '))),
                            failure => done(['axe failed: ' + failure]));
                        """);
        return ((List<?>) errors).stream().map(String::valueOf).toList();
    }

    /** Errors of scripts and of the content policy since the last call; not refused requests. */
    List<String> scriptErrors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(
                        message ->
                                message.contains("Uncaught")
                                        || message.contains("Content Security Policy")
                                        || message.contains("TrustedHTML"))
                .toList();
    }

    /** A picture of what the window shows. */
    void photograph(Path file) {
        try {
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String axe() {
        try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read axe from its jar", e);
        }
    }
}
