package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.sandbox.support.Await;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a window, on the dashboard's page. Not thread-safe. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern REQUESTED =
            Pattern.compile("Network\\.(?:requestWillBeSent|webSocketCreated)\".*?\"url\":\"(\\w+://[^/\"]*)");

    /** Selenium warns of a Chromium that is newer than it is, which makes no difference here. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    Browser() {
        SELENIUM.setLevel(Level.SEVERE);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(find("chromium"));
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        options.addArguments("--no-proxy-server", "--disable-component-update");
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(find("chromedriver"))
                        .build(),
                options);
    }

    /** The program of a name on the path; null if there is none. */
    static File find(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> new File(directory, program))
                .filter(File::canExecute)
                .findFirst()
                .orElse(null);
    }

    /** Opens a page anew, and waits until it shows what the address says. */
    void open(String address) {
        driver.get("about:blank");
        driver.get(address);
        awaitShown();
    }

    /** Waits until the page has drawn all that it is to show. */
    void awaitShown() {
        await(
                "the page is drawn",
                "return document.querySelector('main[aria-busy=false]') != null"
                        + " && [...document.querySelectorAll('.chart')].every(one => echarts.getInstanceByDom(one))");
    }

    /** Waits until a script returns true. */
    void await(String what, String script) {
        try {
            Await.until(what, PATIENCE, () -> {
                try {
                    return (Boolean) driver.executeScript(script);
                } catch (WebDriverException e) {
                    // It is being replaced.
                    return false;
                }
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + text("body") + "\n" + errors(), e);
        }
    }

    /** Waits until an element's text is as expected. */
    void awaitText(String selector, String pattern) {
        await(
                selector + " shows " + pattern,
                "return new RegExp('%s').test(document.querySelector('%s')?.textContent)"
                        .formatted(pattern.replace("\\", "\\\\"), selector));
    }

    Object run(String script) {
        return driver.executeScript(script);
    }

    String text(String selector) {
        return (String) run("return document.querySelector('" + selector + "')?.textContent ?? ''");
    }

    /** The texts of rows of a table, a tab between cells. */
    List<String> rows(String selector) {
        return ((List<?>) run("return [...document.querySelectorAll('" + selector + "')]"
                        + ".map(row => [...row.children].map(cell => cell.textContent).join('\\t'))"))
                .stream().map(String::valueOf).toList();
    }

    String address() {
        return driver.getCurrentUrl();
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    void back() {
        driver.navigate().back();
    }

    /** What a chart has not drawn; an empty list if all charts show something. */
    List<?> undrawn() {
        return (List<?>) run("""
                return [...document.querySelectorAll('.chart')].flatMap(place => {
                  const canvas = place.querySelector('canvas');
                  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                  const colours = new Set();
                  for (let at = 0; at < pixels.length; at += 4 * 7) colours.add(pixels.slice(at, at + 4).join());
                  const points = echarts.getInstanceByDom(place).getOption().series.flatMap(one => one.data).length;
                  const name = place.getAttribute('aria-label');
                  return colours.size > 4 && points > 0 && name ? [] : [`${name}: ${colours.size}, ${points}`];
                })""");
    }

    /** How wide the page is, in pixels; more than its window if it must be scrolled sideways. */
    long width() {
        return (Long) run("return document.documentElement.scrollWidth");
    }

    /** What a screen reader could not name. Looks again if the page replaces something meanwhile. */
    List<String> unnamed() {
        List<String> unnamed = new ArrayList<>();
        Await.until("all controls are there", PATIENCE, () -> {
            unnamed.clear();
            all("header a, button, select, input, .chart, [role=region], tr:first-child a").stream()
                    .filter(control -> control.getAccessibleName().isBlank())
                    .forEach(control -> unnamed.add(control.getAttribute("outerHTML")));
            return true;
        });
        return unnamed;
    }

    /** Points at a cell of a heat map, and returns what the page says of it; "not painted" if it has no colour. */
    String cell(String minute, String strike) {
        return (String) driver.executeScript("""
                const place = document.querySelector('.chart');
                const chart = echarts.getInstanceByDom(place);
                const time = Date.parse(`1970-01-01T${arguments[0]}:30Z`);
                const [x, y] = chart.convertToPixel('grid', [time, Number(arguments[1])]);
                chart.getZr().trigger('mousemove', {offsetX: x, offsetY: y});
                const pen = place.querySelector('canvas').getContext('2d');
                const [red, , blue] = pen.getImageData(x * devicePixelRatio, y * devicePixelRatio, 1, 1).data;
                const said = document.querySelector('figure output').textContent;
                return red === blue ? 'not painted' : said;""", minute, strike);
    }

    /** Light or dark, and the window's width in pixels. */
    void show(boolean isDark, int width) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    /** Keeps a picture of the whole page. */
    void picture(Path file) throws IOException {
        List<?> size =
                (List<?>) run("return [document.documentElement.scrollWidth, document.documentElement.scrollHeight]");
        Map<String, Object> answer = driver.executeCdpCommand(
                "Page.captureScreenshot",
                Map.of(
                        "captureBeyondViewport",
                        true,
                        "clip",
                        Map.of("x", 0, "y", 0, "width", size.get(0), "height", size.get(1), "scale", 1)));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode((String) answer.get("data")));
    }

    /** The errors in the console since the last look. */
    List<String> errors() {
        List<String> errors = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                errors.add(entry.getMessage());
            }
        }
        return errors;
    }

    /** Fails if the page asked another host since the last look. */
    void expectHosts(Set<String> expected) {
        Set<String> hosts = new TreeSet<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            Matcher requested = REQUESTED.matcher(entry.getMessage());
            if (requested.find() && requested.group(1).matches("(?:https?|wss?|ftp)://.*")) {
                hosts.add(requested.group(1));
            }
        }
        assertEquals(expected, hosts);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
