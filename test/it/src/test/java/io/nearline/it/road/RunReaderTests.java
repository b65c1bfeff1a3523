package io.nearline.it.road;

import static org.junit.platform.engine.discovery.ClassNameFilter.excludeClassNamePatterns;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the tests of everything that reads posts from files; ends with 0 if all pass. */
public final class RunReaderTests {

    private RunReaderTests() {}

    /** The arguments are the packages whose tests are run. */
    public static void main(String[] arguments) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(
                                        Stream.of(arguments)
                                                .map(DiscoverySelectors::selectPackage)
                                                .toList())
                                // Not of the readers but of Flink's source, and takes long.
                                .filters(excludeClassNamePatterns(".*PostFilesSourceTest"))
                                .build(),
                        listener);
        var summary = listener.getSummary();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        summary.printFailuresTo(out, 12);
        out.println(
                "passed %d, failed %d"
                        .formatted(
                                summary.getTestsSucceededCount(), summary.getTotalFailureCount()));
        System.exit(summary.getTotalFailureCount() == 0 ? 0 : 1);
    }
}
