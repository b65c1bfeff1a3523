package io.nearline.it.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.testcluster.JavaProcess;
import io.nearline.testcluster.WorkDirectory;
import io.nearline.testkit.Posts;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.AssertionFailedError;

/**
 * Every test of the readers of files, on the class paths that users have: a library that only tests
 * have makes them fail here.
 */
class ReadersOnUserClassPathITCase {

    private static final Pattern PASSED = Pattern.compile("passed (\\d+), failed 0");

    private final Path directory = WorkDirectory.fresh(ReadersOnUserClassPathITCase.class);

    @ParameterizedTest
    @EnumSource(UserClassPath.class)
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void readsFilesOfEveryWriter(UserClassPath user) throws IOException {
        List<Path> classPath =
                Stream.of(user.entries(), user.tests(), libraries()).flatMap(List::stream).toList();
        String name = "readers-" + user.name().toLowerCase(Locale.ROOT);
        try (JavaProcess tests =
                JavaProcess.launch(name, classPath, RunReaderTests.class.getName())
                        .flags(List.of("-Xmx512m", "-XX:+UseSerialGC"))
                        .arguments(user.readers())
                        .start(directory)) {
            Awaitility.await(name).atMost(Duration.ofMinutes(2)).until(tests::hasFinished);
            Matcher passed = PASSED.matcher(Files.readString(tests.log()));
            assertThat(passed.find()).as("a summary in %s", tests.log()).isTrue();
            assertThat(Integer.parseInt(passed.group(1))).isGreaterThan(user.fewest());
        }
    }

    /** What runs the tests, last: it cannot stand before what a user has. */
    private static List<Path> libraries() {
        return Stream.of(
                        RunReaderTests.class,
                        Posts.class,
                        Test.class,
                        ParameterizedTest.class,
                        JupiterTestEngine.class,
                        TestEngine.class,
                        ReflectionSupport.class,
                        LauncherFactory.class,
                        AssertionFailedError.class,
                        Assertions.class,
                        net.bytebuddy.ByteBuddy.class)
                .map(ReadersOnUserClassPathITCase::placeOf)
                .toList();
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no place in a file system holds " + type, e);
        }
    }
}
