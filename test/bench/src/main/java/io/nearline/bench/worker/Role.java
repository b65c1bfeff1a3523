package io.nearline.bench.worker;

import io.nearline.bench.task.Setting;
import java.util.Locale;

/** What a process of a run does. */
public enum Role {
    /** The exported graph, one text a call: what everything is compared with. */
    ROOFLINE,
    /** The exported graph, texts of equal length together: the best that can be done offline. */
    ROOFLINE_EXACT_LENGTHS,
    /** The graph that the bundle serves, one text a call. */
    ROOFLINE_SERVED,
    /** Text to vector. */
    EMBEDDER,
    /** Topic to topic. */
    PIPELINE,
    /** Topic to topic, from JSON by a mapping. */
    PIPELINE_MAPPED,
    /** Topic to topic, by the backfill job. */
    BACKFILL,
    /** A Flink job as it is often written. */
    NAIVE_FLINK,
    /** LangChain4j, one text after the other. */
    LANGCHAIN4J_EMBED,
    /** LangChain4j, many texts handed over at once. */
    LANGCHAIN4J_EMBED_ALL,
    /** The steps of the pipeline, each by itself. */
    STAGES,
    /** Cost by text length, and by the posts in state. */
    CURVES;

    /** As reports call it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As people read it. */
    public String title() {
        return key().replace('_', ' ');
    }

    /** Whether it runs this project's code or graph, and not what others would run. */
    public boolean isOwn() {
        return switch (this) {
            case ROOFLINE,
                    ROOFLINE_EXACT_LENGTHS,
                    NAIVE_FLINK,
                    LANGCHAIN4J_EMBED,
                    LANGCHAIN4J_EMBED_ALL ->
                    false;
            case ROOFLINE_SERVED, EMBEDDER, PIPELINE, PIPELINE_MAPPED, BACKFILL, STAGES, CURVES ->
                    true;
        };
    }

    /** The one that a setting names. */
    static Role of(Setting setting) {
        return valueOf(setting.role().toUpperCase(Locale.ROOT));
    }
}
