package io.nearline.cli.topics;

import io.nearline.cli.options.ClusterOptions;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.TopicReader.StartAt;
import io.nearline.topics.json.Detail;
import io.nearline.topics.json.RecordJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the records of a topic. */
@Command(
        name = "tail",
        description = {
            "Prints the records of a topic as JSON, one a line: posts, updates, dead letters.",
            "Waits for new ones until ended with Ctrl-C, unless told where to stop."
        })
public final class TailCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(500);

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;

    @Parameters(
            paramLabel = "TOPIC",
            description = "posts, index-updates, dead-letters, or whatever name it has.")
    private String topic;

    @Option(
            names = "--from-beginning",
            description = "Begin with the oldest record. Default: with the next one written.")
    private boolean fromBeginning;

    @Option(
            names = "--until-end",
            description = "Print what is there now, from the beginning, and end.")
    private boolean untilEnd;

    @Option(
            names = "--max",
            paramLabel = "COUNT",
            defaultValue = "9223372036854775807",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "End after this many records.")
    private long max;

    @Option(names = "--full", description = "Print vectors and bytes whole.")
    private boolean full;

    @Override
    public Integer call() throws IOException {
        StartAt startAt = fromBeginning || untilEnd ? StartAt.BEGINNING : StartAt.END;
        try (TopicReader reader = TopicReader.open(cluster.cluster(), topic, startAt)) {
            if (startAt == StartAt.END) {
                spec.commandLine()
                        .getErr()
                        .println("waiting for new records; --from-beginning shows older ones");
            }
            print(reader);
        }
        return ExitCode.OK;
    }

    private void print(TopicReader reader) {
        PrintWriter out = spec.commandLine().getOut();
        RecordJson json = new RecordJson(full ? Detail.FULL : Detail.SHORT);
        long printed = 0;
        while (true) {
            for (ConsumerRecord<byte[], byte[]> polled : reader.poll(POLL)) {
                if (printed == max) {
                    return;
                }
                out.println(json.render(polled));
                printed++;
            }
            boolean readerLeft = out.checkError();
            if (readerLeft || printed == max || (untilEnd && reader.isPastEndAtOpening())) {
                return;
            }
        }
    }
}
