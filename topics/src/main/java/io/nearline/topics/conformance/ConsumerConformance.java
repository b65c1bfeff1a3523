package io.nearline.topics.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether a consumer of index-updates and index-control is right, by the recorded scenarios. */
public final class ConsumerConformance {

    /** A consumer that starts with nothing. */
    public interface Consumer {

        /** Takes in the next record of either topic. */
        void accept(RecordedRecord next) throws IOException;

        /** What it holds after everything that it was given. */
        HeldState held() throws IOException;
    }

    /** Makes consumers. */
    public interface Factory {

        /** A consumer that has read nothing. */
        Consumer start() throws IOException;
    }

    private ConsumerConformance() {}

    /**
     * Plays every scenario to a consumer of its own.
     *
     * @return what is wrong, a line each that begins with the scenario; none if the consumer is
     *     right
     */
    public static List<String> problems(Factory consumers) {
        List<String> problems = new ArrayList<>();
        for (Scenario scenario : Scenario.all()) {
            play(scenario, consumers)
                    .forEach(problem -> problems.add(scenario.name() + ": " + problem));
        }
        return problems;
    }

    private static List<String> play(Scenario scenario, Factory consumers) {
        try {
            Consumer consumer = consumers.start();
            for (RecordedRecord next : scenario.records()) {
                consumer.accept(next);
            }
            return scenario.expected().differences(consumer.held());
        } catch (IOException | RuntimeException e) {
            return List.of("failed with " + e);
        }
    }
}
