package io.nearline.faults;

import io.nearline.faults.search.SearchCampaign;
import io.nearline.faults.search.SearchCampaign.Part;
import io.nearline.faults.search.SearchPlan;
import io.nearline.faults.search.SearchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Breaks the query service in every way known and judges what it finds. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Puts up a broker and the query service, each a process, lets posts change all the"
                    + " time, kills the service, fills its disk, makes fsync fail, promotes models"
                    + " and reads what was just written. Compares what it finds with what was"
                    + " written. Exits with 1 if anything is wrong.")
final class SearchFaultsCommand implements Callable<Integer> {

    private static final int EVIDENCE = 5;

    @Option(names = "--short", description = "Little of each part: what every build runs.")
    private boolean brief;

    @Option(
            names = "--part",
            paramLabel = "NAME",
            description = "Only this: ${COMPLETION-CANDIDATES}; may be repeated. Default: all.")
    private List<Part> parts = new ArrayList<>();

    @Option(
            names = "--index-posts",
            defaultValue = "90000",
            description = "Posts in the index that is killed. Default: ${DEFAULT-VALUE}.")
    private int posts;

    @Option(
            names = "--kills",
            defaultValue = "100",
            description = "How often it is killed. Default: ${DEFAULT-VALUE}.")
    private int kills;

    @Option(
            names = "--trials",
            defaultValue = "10000",
            description = "Writes that are read at once. Default: ${DEFAULT-VALUE}.")
    private int trials;

    @Option(
            names = "--promotions",
            defaultValue = "10",
            description = "Promotions, each with its way back. Default: ${DEFAULT-VALUE}.")
    private int promotions;

    @Option(
            names = "--queries",
            defaultValue = "100000",
            description = "Queries during the promotions. Default: ${DEFAULT-VALUE}.")
    private int queries;

    @Option(
            names = "--rate",
            defaultValue = "500",
            description = "Updates a second while it is killed. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--seed",
            description = "Of the posts and of all choices. Default: another one each time.")
    private Long seed;

    @Override
    public Integer call() throws IOException {
        long chosen = seed == null ? System.nanoTime() & 0xFFFFFFFFL : seed;
        Path directory = Files.createTempDirectory("nearline-search-faults");
        System.out.printf("seed %d, directory %s%n", chosen, directory);
        SearchPlan plan =
                brief
                        ? SearchPlan.brief(chosen, directory)
                        : new SearchPlan(
                                posts, kills, trials, promotions, queries, rate, chosen, directory);
        List<SearchResult> results =
                new SearchCampaign(plan, System.out)
                        .run(parts.isEmpty() ? List.of(Part.values()) : parts);
        boolean clean = results.stream().allMatch(SearchResult::isClean);
        results.forEach(
                result ->
                        result.findings().stream()
                                .limit(EVIDENCE)
                                .forEach(f -> System.out.printf("%s: %s%n", result.part(), f)));
        if (clean) {
            FaultsCommand.delete(directory);
        }
        return clean ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
