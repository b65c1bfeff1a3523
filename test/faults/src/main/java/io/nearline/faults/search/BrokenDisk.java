package io.nearline.faults.search;

import io.nearline.faults.rig.FailingDisk;
import io.nearline.faults.rig.Site;
import io.nearline.faults.rig.SmallDisk;
import io.nearline.faults.search.Finding.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * An index on a disk that is full, or whose fsync fails: the service must say so and lose nothing.
 */
final class BrokenDisk {

    private static final int POSTS = 1_000;
    private static final int UPDATES_PER_SECOND = 400;

    /** A commit is due every 10 s. */
    private static final Duration NOTICED = Duration.ofSeconds(40);

    private final SearchPlan plan;
    private final List<SearchModel> models;

    BrokenDisk(SearchPlan plan, List<SearchModel> models) {
        this.plan = plan;
        this.models = List.copyOf(models);
    }

    SearchResult full(SearchTopics topics) {
        Optional<String> missing = Site.SMALL_DISK.missing();
        if (missing.isPresent()) {
            return new SearchResult("full disk", 0, List.of(), missing.get());
        }
        try (SmallDisk disk = SmallDisk.mount(plan.directory().resolve("small-disk"))) {
            return run("full disk", topics, disk.path(), Map.of(), node -> disk.fill(), disk::free);
        }
    }

    SearchResult failingSync(SearchTopics topics) {
        Optional<String> missing = Site.FAILING_DISK.missing();
        if (missing.isPresent()) {
            return new SearchResult("failing fsync", 0, List.of(), missing.get());
        }
        Path control = plan.directory();
        return run(
                "failing fsync",
                topics,
                plan.directory().resolve("unsynced"),
                FailingDisk.environment(control),
                node -> FailingDisk.failSyncs(control, node.running()),
                () -> {});
    }

    /** Brings about the fault. */
    private interface Breaking {
        void at(ServedIndex node);
    }

    private SearchResult run(
            String part,
            SearchTopics topics,
            Path disk,
            Map<String, String> environment,
            Breaking fault,
            Runnable heal) {
        topics.serve(models);
        PostLedger ledger = new PostLedger();
        List<Finding> findings = new ArrayList<>();
        try (UpdateLoad load = new UpdateLoad(topics, models, ledger, plan.seed());
                ServedIndex node =
                        new ServedIndex(
                                topics,
                                disk.resolve("index"),
                                plan.directory().resolve("logs"),
                                models)) {
            load.fill(POSTS);
            node.start(environment).awaitReady();
            IndexAudit audit = new IndexAudit(node, ledger, models, new Random(plan.seed()));
            findings.addAll(audit.findings(load.rest()));
            load.start(UPDATES_PER_SECOND);
            fault.at(node);
            long begun = System.nanoTime();
            boolean ended = node.failsWithin(NOTICED);
            long noticed = System.nanoTime() - begun;
            if (!ended) {
                findings.add(new Finding(Kind.SILENT, "it goes on as if nothing were wrong"));
                node.kill();
            }
            if (!node.log().toLowerCase(Locale.ROOT).contains("look at the disk")) {
                findings.add(new Finding(Kind.SILENT, "it does not name the disk"));
            }
            heal.run();
            Duration ready = node.start(Map.of()).awaitReady();
            load.rest();
            findings.addAll(audit.findings(ledger.all()));
            return new SearchResult(
                    part,
                    1,
                    findings,
                    "the service ended %d ms after the fault; ready %d ms after its next start"
                            .formatted(noticed / 1_000_000, ready.toMillis()));
        }
    }
}
