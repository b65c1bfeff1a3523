package io.nearline.faults.search;

import io.nearline.testcluster.Artifacts;
import io.nearline.testcluster.BrokerProcess;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The parts of the campaign, one after the other, on one broker. */
public final class SearchCampaign {

    /** What can be tried, by the names of the command line. */
    public enum Part {
        KILL,
        FULL_DISK,
        FAILING_FSYNC,
        READ_YOUR_WRITE,
        PROMOTIONS
    }

    private final SearchPlan plan;
    private final PrintStream out;

    public SearchCampaign(SearchPlan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    /** Tries these parts, and says what came of each as soon as it is known. */
    public List<SearchResult> run(Collection<Part> parts) {
        List<SearchResult> results = new ArrayList<>();
        List<SearchModel> tiny = tinyModels();
        try (BrokerProcess broker =
                BrokerProcess.start(
                        plan.directory().resolve("broker"), plan.directory().resolve("logs"))) {
            for (Part part : parts) {
                SearchTopics topics =
                        SearchTopics.create(
                                broker.bootstrapServers(),
                                part.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
                for (SearchResult result : run(part, topics, tiny)) {
                    out.println(result);
                    results.add(result);
                }
            }
        }
        return results;
    }

    private List<SearchResult> run(Part part, SearchTopics topics, List<SearchModel> tiny) {
        return switch (part) {
            case KILL -> new KilledNode(plan, topics, List.of(realModel(), tiny.get(0)), out).run();
            case FULL_DISK -> List.of(new BrokenDisk(plan, tiny).full(topics));
            case FAILING_FSYNC -> List.of(new BrokenDisk(plan, tiny).failingSync(topics));
            case READ_YOUR_WRITE -> List.of(new ReadYourWrite(plan, topics, tiny.get(0)).run());
            case PROMOTIONS -> List.of(new Promotions(plan, topics, tiny).run());
        };
    }

    /** With 384 dimensions, so that start and memory are those of a service in use. */
    private static SearchModel realModel() {
        return SearchModel.of(Artifacts.models().resolve("all-minilm-l6-v2-int8"));
    }

    private List<SearchModel> tinyModels() {
        Path parent = plan.directory().resolve("models");
        try {
            return List.of(
                    SearchModel.of(TinyBundles.write(TinyModel.BERT, "north", parent)),
                    SearchModel.of(TinyBundles.write(TinyModel.XLM_ROBERTA, "south", parent)));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write models below " + parent, e);
        }
    }
}
