package io.nearline.bench.job;

import io.nearline.bench.team.TeamArticle;
import io.nearline.bench.team.TeamFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * How a job gets the posts.
 *
 * @param format of the topic
 * @param settings that tell the job of it
 */
public record JobInput(TeamFormat format, Map<String, String> settings) {

    /** In Nearline's own format. */
    public static JobInput nearline() {
        return new JobInput(TeamFormat.NEARLINE, Map.of());
    }

    /**
     * As JSON of another shape, by a mapping.
     *
     * @param directory where the mapping is written
     */
    public static JobInput mappedJson(Path directory) throws IOException {
        Path mapping = directory.resolve("posts.yaml");
        Files.writeString(mapping, TeamArticle.MAPPING);
        return new JobInput(
                TeamFormat.JSON,
                Map.of(
                        "nearline.posts.format",
                        "json",
                        "nearline.posts.mapping",
                        mapping.toString()));
    }
}
