package io.nearline.pipeline.source.passes;

import io.nearline.operators.backfill.PaceGauge;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.BackfillConfig;
import io.nearline.pipeline.source.pace.PacedSource;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.connector.base.source.hybrid.HybridSource;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * The past, read twice: first only to learn which revision of each post is the newest, then to
 * embed. The cap is on the second pass, which costs inference; the guard is on both.
 */
public final class TwoPasses {

    /** A survey costs little per record, so it may begin faster; but it does so in a cold JVM. */
    private static final double SURVEY_START = 1_000;

    /** Less than a core embeds of the slowest model that ships. */
    private static final double EMBED_START = 20;

    private final PastReader past;
    private final PaceSettings survey;
    private final PaceSettings embed;

    /**
     * @param past what is read
     * @param config how fast
     */
    public TwoPasses(PastReader past, BackfillConfig config) {
        this.past = past;
        this.survey = pace(config, Origin.SURVEY, Double.POSITIVE_INFINITY, SURVEY_START);
        this.embed = pace(config, Origin.BACKFILL, config.pace().recordsPerSecond(), EMBED_START);
    }

    /** The source: bounded, resumable in either pass. */
    public Source<RawRecord, ?, ?> source() {
        return HybridSource.builder(paced(past.read(Origin.SURVEY), survey))
                .addSource(new SecondPass<>(paced(past.read(Origin.BACKFILL), embed)))
                .build();
    }

    /** Shows the pace of the second pass, in the process of its readers. */
    public PaceGauge gauge() {
        return SharedPace.gauge(embed);
    }

    private static <S extends SourceSplit, E> PacedSource<RawRecord, S, E> paced(
            Source<RawRecord, S, E> source, PaceSettings pace) {
        return new PacedSource<>(source, TypeInformation.of(RawRecord.class), new PassPace(pace));
    }

    private static PaceSettings pace(BackfillConfig config, Origin pass, double cap, double start) {
        BackfillConfig.Pace pace = config.pace();
        return new PaceSettings(
                config.id() + '/' + pass,
                cap,
                start,
                pace.guarded()
                        ? new PaceSettings.Guard(
                                pace.freshnessBound(),
                                config.kafka().indexUpdatesTopic(),
                                consumer(config))
                        : null);
    }

    private static Properties consumer(BackfillConfig config) {
        return config.kafka()
                .readingOver(
                        Map.of(
                                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                                config.kafka().bootstrapServers()));
    }
}
