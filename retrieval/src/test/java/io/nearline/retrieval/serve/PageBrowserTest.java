package io.nearline.retrieval.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/**
 * The page in Chromium, above a service with a real index. Skipped where there is no Chromium. With
 * {@code -Dnearline.pictures=DIR} it leaves pictures of the page.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PageBrowserTest {

    private static final String HITS = "#results a.id";
    private static final String TOKEN = "0123456789abcdef";

    @TempDir private static Path directory;
    private static Browser browser;
    private static PagedPosts posts;

    @BeforeAll
    static void start() throws Exception {
        Optional<Browser> installed = Browser.start();
        if (installed.isEmpty()) {
            return;
        }
        browser = installed.orElseThrow();
        posts = new PagedPosts(directory.resolve("index"));
        posts.serve(ServerSettings.defaults());
    }

    @AfterAll
    static void stop() throws Exception {
        if (posts != null) {
            posts.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openThePage() {
        // Here, so that each test is reported as skipped.
        assumeTrue(browser != null, Browser.HOW_TO_INSTALL);
        browser.size(1200, 900);
        browser.prefer("light");
        browser.open(posts.address());
        awaitText("#connection", "live"::equals);
    }

    @AfterEach
    void breaksNoRule() {
        if (browser != null) {
            assertThat(browser.scriptErrors()).isEmpty();
        }
    }

    @Test
    void findsPostsAsTheTextIsTyped() {
        assertThat(browser.text("#results")).startsWith("Type to search 36 posts");

        browser.type("storm");

        awaitHits(hits -> hits.size() == 10 && hits.get(0).equals("storm-00"));
        assertThat(browser.text("#summary")).isEqualTo("10 posts");
        assertThat(browser.text("#answer"))
                .contains("small-model, 8 dimensions", "36 that pass the filters", "1.000");
        assertThat(browser.text(".hit:first-child .chips")).contains("en", "author:ann");
        assertThat(browser.text(".hit:first-child .text"))
                .contains("Title of storm-00", "What storm-00 says");
        assertThat(browser.run("return location.hash")).isEqualTo("#q=storm");
    }

    @Test
    void drawsTheNewestQueryThoughAnOlderAnswerComesLater() {
        browser.run(
                """
                const send = window.fetch;
                window.fetch = (address, options) => {
                    if (address !== "/v1/search" || window.held) return send(address, options);
                    window.held = new Promise(resolve => window.release = resolve);
                    const answer = send(address, {...options, signal: undefined});
                    window.read = window.held.then(() => answer).then(late => late.clone().text());
                    return window.held.then(() => answer);
                };
                """);
        browser.type("soup");
        await().until(() -> browser.run("return Boolean(window.held)"), "true"::equals);
        browser.type(Keys.ESCAPE);
        browser.type("storm");
        awaitHits(hits -> hits.size() == 10 && hits.get(0).equals("storm-00"));

        browser.run("window.release()");
        browser.awaitDrawn("window.read");

        assertThat(browser.texts(HITS).get(0)).isEqualTo("storm-00");
        assertThat(browser.text("#summary")).isEqualTo("10 posts");
    }

    @Test
    void narrowsByFilters() {
        browser.open(posts.address() + "#q=storm&k=50");
        awaitHits(hits -> hits.size() == 36);
        browser.one("#filters summary").click();
        browser.one("input[data-kind=author]").sendKeys("bob", Keys.ENTER);
        awaitHits(hits -> hits.size() == 12);
        browser.one("input[data-kind=attribute]").sendKeys("subject:storm", Keys.ENTER);
        awaitHits(hits -> hits.equals(List.of("storm-01", "storm-04", "storm-07", "storm-10")));
        browser.one("input[data-kind=language]").sendKeys("de", Keys.ENTER);
        awaitHits(hits -> hits.equals(List.of("storm-07")));

        browser.one("button[aria-label='Remove author bob']").click();
        awaitHits(hits -> hits.equals(List.of("storm-03", "storm-07", "storm-11")));
        browser.run(
                """
                const from = document.getElementById("from");
                from.value = "2100-01-01T00:00:00";
                from.dispatchEvent(new Event("change", {bubbles: true}));
                """);
        awaitText("#summary", "No post passes the filters."::equals);
    }

    @Test
    void isUsedWithKeysAlone() {
        browser.run("document.activeElement.blur()");
        browser.type("/");
        browser.type("storm");
        awaitHits(hits -> hits.size() == 10 && hits.get(0).equals("storm-00"));

        browser.type(Keys.ARROW_DOWN);
        browser.type(Keys.ARROW_DOWN);
        assertThat(focused()).isEqualTo("storm-01");
        browser.type(Keys.ENTER);

        awaitHits(hits -> hits.size() == 10 && !hits.contains("storm-01"));
        assertThat(browser.text("#examples")).startsWith("like storm-01");
        assertThat(focused()).isEqualTo(browser.texts(HITS).get(0));
        browser.type(Keys.ARROW_UP);
        assertThat(browser.run("return document.activeElement.id")).isEqualTo("text");
        browser.back();
        awaitHits(hits -> hits.contains("storm-01"));
        browser.type(Keys.ESCAPE);
        awaitText("#results", text -> text.startsWith("Type to search"));
        assertThat(browser.run("return document.getElementById('text').value")).isEmpty();
    }

    @Test
    void steersByPostsToResembleAndNotTo() {
        browser.open(posts.address() + "#like=soup-00");
        awaitHits(hits -> hits.size() == 10);
        String first = browser.texts(HITS).get(0);
        browser.all(".hit:first-child .foot button").get(1).click();

        awaitHits(hits -> !hits.isEmpty() && !hits.contains(first));
        assertThat(browser.text("#examples")).contains("like soup-00", "not like " + first);
        String now = browser.texts(HITS).get(0);
        browser.all(".hit:first-child .foot button").get(0).click();
        awaitHits(hits -> !hits.isEmpty() && !hits.contains(now));
        assertThat(browser.text("#examples")).contains("like " + now);
    }

    @Test
    void explainsAHit() {
        browser.open(posts.address() + "#q=storm&mode=hybrid");
        awaitHits(hits -> hits.size() == 10);

        browser.one(".hit:first-child summary").click();

        List<String> rows = browser.texts(".hit:first-child tbody tr");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0)).contains("meaning (cosine)", "#", "+0.01");
        assertThat(rows.get(1)).contains("words (BM25)");
    }

    @Test
    void showsTwoModelsSideBySide() {
        browser.type("storm");
        awaitHits(hits -> hits.size() == 10);
        browser.one("#compare").click();

        awaitText("#summary", text -> text.contains("found by both models"));
        assertThat(browser.texts(".pair h2"))
                .containsExactly(PagedPosts.MODEL, PagedPosts.NEXT_MODEL);
        List<String> left = browser.texts(".pair > :first-child .move");
        assertThat(browser.texts(HITS)).hasSize(20);
        assertThat(left).hasSize(10).anyMatch(move -> move.startsWith("↓1"));
        assertThat(browser.texts(".pair > :last-child a.id").get(0)).isEqualTo("storm-01");
        assertThat(browser.texts(".pair > :last-child .move").get(0)).startsWith("↑1");
    }

    @Test
    void saysWhatTheServiceSays() {
        browser.open(posts.address() + "#like=no-such-post");
        awaitText("#problem", text -> text.startsWith("A post to resemble is not in the index"));

        browser.open(posts.address() + "#q=storm&mode=words&like=storm-01");
        awaitText("#problem", text -> text.contains("words alone have no use for a vector"));
        browser.one("input[value=hybrid]").sendKeys(Keys.SPACE);
        awaitHits(hits -> hits.size() == 10);
        assertThat(browser.one("#problem").isDisplayed()).isFalse();
    }

    @Test
    void showsLiveNumbersAndPostsAsTheyComeAndNeverTheirMarkup() throws Exception {
        String id = "<b>bold</b>";
        String value = "<img src=x onerror=document.title='taken'>";
        posts.put(
                PagedPosts.MODEL,
                id,
                HashEmbedder.vectorOf("markup"),
                "en",
                Map.of("author", value));
        try {
            awaitText("#newest", text -> text.contains(id));
            assertThat(browser.text("#live")).contains("80 ms", "200 ms");
            assertThat(browser.text("#models")).contains("small-model", "searched", "37 posts");
            assertThat(browser.all("#rate-line polyline")).hasSize(1);

            browser.type("markup");
            awaitHits(hits -> hits.size() == 10 && hits.get(0).equals(id));
            assertThat(browser.text(".hit:first-child")).contains(value, "What " + id + " says");
            assertThat(browser.all("#results img, #results b, #newest b")).isEmpty();
            assertThat(browser.run("return document.title")).doesNotContain("taken");
        } finally {
            posts.delete(PagedPosts.MODEL, id);
        }
        awaitText("#newest", text -> text.contains("deleted"));
    }

    @Test
    void comesBackWithTheService() {
        browser.type("storm");
        awaitHits(hits -> hits.size() == 10);
        posts.stopServing();
        try {
            awaitText("#connection", text -> text.startsWith("The service cannot be reached"));
            browser.type(" damage");
            awaitText("#problem", text -> text.startsWith("The service cannot be reached"));
        } finally {
            posts.serve(ServerSettings.defaults());
        }

        awaitText("#connection", "live"::equals);
        awaitHits(hits -> hits.size() == 10);
        assertThat(browser.one("#problem").isDisplayed()).isFalse();
    }

    @Test
    void asksForTheTokenOfTheService() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        ServerSettings open = ServerSettings.defaults();
        posts.stopServing();
        posts.serve(
                new ServerSettings(
                        open.host(),
                        0,
                        Optional.of(AccessToken.read(file)),
                        Optional.empty(),
                        open.readyRecordsBehind(),
                        open.queriesAtOnce(),
                        open.queriesPerSecond(),
                        open.largestBody(),
                        open.drain()));
        try {
            browser.open(posts.address() + "#q=storm");
            awaitText("#problem", text -> text.contains("does not carry the token"));
            browser.one("#token").sendKeys(TOKEN, Keys.ENTER);
            awaitHits(hits -> hits.size() == 10);
            awaitText("#connection", "live"::equals);
        } finally {
            posts.stopServing();
            posts.serve(open);
            browser.run("sessionStorage.clear()");
        }
    }

    @ParameterizedTest
    @CsvSource({"light,1200", "dark,1200", "light,360", "dark,360"})
    void hasNoErrorOfAccessibility(String colours, int width) {
        browser.size(width, 800);
        browser.prefer(colours);
        Map<String, String> views =
                Map.of(
                        "", "#results .hint",
                        "#q=storm&mode=hybrid&author=ann&dislike=soup-01", ".hit",
                        "#q=storm&compare=true", ".pair .hit",
                        "#like=no-such-post", "#problem strong");
        views.forEach(
                (view, shown) -> {
                    browser.open(posts.address() + view);
                    awaitText("#connection", "live"::equals);
                    await().atMost(Duration.ofSeconds(20))
                            .until(() -> !browser.all(shown).isEmpty());
                    photograph("%s-%d-%s".formatted(colours, width, shown));
                    assertThat(browser.accessibilityErrors()).as(view).isEmpty();
                    assertThat(
                                    browser.run(
                                            "return document.documentElement.scrollWidth -"
                                                    + " innerWidth"))
                            .as("wider than the screen: %s", view)
                            .isEqualTo("0");
                });
    }

    /** For people, where a directory for it is given. */
    private static void photograph(String name) {
        Optional.ofNullable(System.getProperty("nearline.pictures"))
                .ifPresent(
                        pictures ->
                                browser.photograph(
                                        Path.of(
                                                pictures,
                                                name.replaceAll("[^a-z0-9]+", "-") + ".png")));
    }

    private static String focused() {
        return browser.run("return document.activeElement.textContent");
    }

    private static void awaitHits(Predicate<List<String>> wanted) {
        await().atMost(Duration.ofSeconds(20)).until(() -> browser.texts(HITS), wanted);
    }

    private static void awaitText(String selector, Predicate<String> wanted) {
        await().atMost(Duration.ofSeconds(20)).until(() -> browser.text(selector), wanted);
    }
}
