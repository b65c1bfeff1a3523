package io.nearline.cli.backfill;

import io.nearline.operations.settings.PostSelection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which posts to embed. */
final class SubsetOptions {

    @Option(
            names = "--posted-from",
            paramLabel = "INSTANT",
            description = "Only posts whose newest revision has this event time or a later one.")
    private Instant from;

    @Option(
            names = "--posted-to",
            paramLabel = "INSTANT",
            description = "Only posts whose newest revision has an event time before this.")
    private Instant to;

    @Option(
            names = "--post-id",
            paramLabel = "ID",
            description = "Only this post; may be given again.")
    private List<String> postIds = new ArrayList<>();

    @Option(
            names = "--language",
            paramLabel = "TAG",
            description = "Only posts in this language, pt for pt-BR too; may be given again.")
    private List<String> languages = new ArrayList<>();

    @Option(
            names = "--author",
            paramLabel = "ID",
            description = "Only posts of this author; may be given again.")
    private List<String> authors = new ArrayList<>();

    PostSelection selection() {
        return new PostSelection(
                Optional.ofNullable(from), Optional.ofNullable(to), postIds, languages, authors);
    }
}
