package io.nearline.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.nearline.testcluster.Artifacts;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules of {@code deploy/prometheus}, held by promtool where it is installed. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AlertRulesTest {

    private static final String RULES = "nearline-query.rules.yaml";
    private static final Pattern METRIC = Pattern.compile("\\bnearline_query_\\w+");
    private static final String HOW_TO_INSTALL =
            "no promtool on the PATH: apt-get install prometheus";

    private final Path directory = Artifacts.source("deploy/prometheus");

    @Test
    void asksForMetricsThatAreDocumentedOnly() throws IOException {
        String page = Files.readString(Artifacts.source("docs/reference/query-metrics.md"));
        Matcher asked = METRIC.matcher(Files.readString(directory.resolve(RULES)));
        List<String> names = asked.results().map(found -> found.group()).distinct().toList();

        assertThat(names)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    @Test
    void everyAlertHasARunbookAndATestThatRaisesIt() throws IOException {
        JsonNode rules = new YAMLMapper().readTree(directory.resolve(RULES).toFile());
        JsonNode tests =
                new YAMLMapper().readTree(directory.resolve("nearline-query.test.yaml").toFile());
        List<String> raised = new ArrayList<>();
        tests.findValues("alert_rule_test")
                .forEach(
                        cases ->
                                cases.forEach(
                                        one -> {
                                            if (!one.path("exp_alerts").isEmpty()) {
                                                raised.add(one.path("alertname").asText());
                                            }
                                        }));
        List<String> alerts = new ArrayList<>();
        for (JsonNode rule : rules.at("/groups/0/rules")) {
            if (rule.has("alert")) {
                alerts.add(rule.path("alert").asText());
                assertThat(Artifacts.source(rule.at("/annotations/runbook_url").asText()))
                        .isRegularFile();
            }
        }

        assertThat(alerts).isNotEmpty();
        assertThat(raised).containsAll(alerts);
    }

    @Test
    void speaksWhenItShouldAndNotOtherwise() throws Exception {
        Optional<Path> promtool = onThePath("promtool");
        assumeTrue(promtool.isPresent(), HOW_TO_INSTALL);

        assertThat(run(promtool.get(), "check", "rules", RULES)).contains("SUCCESS");
        assertThat(run(promtool.get(), "test", "rules", "nearline-query.test.yaml"))
                .contains("SUCCESS");
    }

    private String run(Path promtool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(promtool.toString()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static Optional<Path> onThePath(String name) {
        try (Stream<String> directories =
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))) {
            return directories
                    .map(directory -> Path.of(directory, name))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }
}
