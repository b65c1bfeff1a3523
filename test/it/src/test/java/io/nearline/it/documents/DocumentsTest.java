package io.nearline.it.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.testcluster.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The pages of the project lead where they say, their tables are whole, and decision records are
 * dated and listed.
 */
class DocumentsTest {

    private static final Path ROOT = Artifacts.source("");

    /** More does not fit on one screen with its pictures and tables. */
    private static final int LINES_OF_ONE_SCREEN = 80;

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern NOT_IN_ANCHOR = Pattern.compile("[^\\p{L}\\p{N}_\\- ]");

    /** A bar that is not escaped parts two cells. */
    private static final Pattern BETWEEN_CELLS = Pattern.compile("(?<!\\\\)\\|");

    private static final Pattern DATED = Pattern.compile("Date: \\d{4}-\\d{2}-\\d{2}");

    private static List<Path> pages(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> isOurs(directory.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    /** Neither built nor hidden. */
    private static boolean isOurs(Path file) {
        for (Path part : file) {
            if (part.toString().equals("target") || part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    /** Rows that have more or fewer cells than the first of their table. */
    private static List<String> oddRows(String prose) {
        List<String> odd = new ArrayList<>();
        long cells = 0;
        for (String line : prose.lines().toList()) {
            long found = line.startsWith("|") ? BETWEEN_CELLS.matcher(line).results().count() : 0;
            if (cells > 0 && found > 0 && found != cells) {
                odd.add(line);
            }
            cells = cells > 0 && found > 0 ? cells : found;
        }
        return odd;
    }

    private static List<Path> decisions() throws IOException {
        return pages(ROOT.resolve("docs/decisions")).stream()
                .filter(page -> Character.isDigit(page.getFileName().toString().charAt(0)))
                .toList();
    }

    private static String prose(Path page) throws IOException {
        return FENCED.matcher(Files.readString(page)).replaceAll("");
    }

    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(prose(page))
                .results()
                .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT))
                .map(heading -> NOT_IN_ANCHOR.matcher(heading).replaceAll("").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static boolean leadsSomewhere(Path page, String link) throws IOException {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (hash < 0 || !target.toString().endsWith(".md")) {
            return Files.exists(target);
        }
        return Files.exists(target) && anchors(target).contains(link.substring(hash + 1));
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : pages(ROOT)) {
            Matcher link = LINK.matcher(prose(page));
            while (link.find()) {
                if (!link.group(1).startsWith("http")) {
                    links++;
                    if (!leadsSomewhere(page, link.group(1))) {
                        broken.add(ROOT.relativize(page) + " -> " + link.group(1));
                    }
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(100);
    }

    @Test
    void everyDecisionSaysHowItStandsAndWhenItWasTaken() throws IOException {
        assertThat(decisions()).hasSizeGreaterThan(30);
        for (Path decision : decisions()) {
            String head = Files.readString(decision).split("\n## ", 2)[0];
            assertThat(head).as(decision.getFileName().toString()).contains("Status: ");
            assertThat(head).as(decision.getFileName().toString()).containsPattern(DATED);
        }
    }

    @Test
    void everyDecisionIsInTheIndexOnce() throws IOException {
        String index = Files.readString(ROOT.resolve("docs/decisions/README.md"));
        List<String> listed =
                Pattern.compile("(?m)^\\| \\[\\d{4}\\]\\(([^)]+)\\)")
                        .matcher(index)
                        .results()
                        .map(row -> row.group(1))
                        .toList();

        assertThat(listed)
                .containsExactlyElementsOf(
                        new TreeSet<>(
                                decisions().stream()
                                        .map(page -> page.getFileName().toString())
                                        .toList()));
    }

    @Test
    void theReadmeFitsOnOneScreen() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("README.md")))
                .hasSizeLessThanOrEqualTo(LINES_OF_ONE_SCREEN);
    }

    @Test
    void aRowOfATableHasTheCellsOfItsHead() throws IOException {
        List<String> odd = new ArrayList<>();
        for (Path page : pages(ROOT)) {
            for (String row : oddRows(prose(page))) {
                odd.add(ROOT.relativize(page) + ": " + row);
            }
        }
        assertThat(odd).isEmpty();
        assertThat(oddRows("| a | b |\n| --- | --- |\n| 1 |\n\n| c |\n| --- |"))
                .containsExactly("| 1 |");
    }
}
