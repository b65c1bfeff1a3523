package io.nearline.pipeline.config;

import static io.nearline.pipeline.config.OptionReader.presumed;

import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.mapping.InvalidMappingException;
import io.nearline.operators.registry.RegistryAccess;
import io.nearline.operators.wire.ConfluentAvroPosts;
import io.nearline.operators.wire.JsonPosts;
import io.nearline.operators.wire.NamedMapping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/** Reads in which format posts come, and the mapping file, which goes with the job from then on. */
final class PostFormatSection {

    /** A mapping of a thousand attributes has a tenth of it; more is another file. */
    private static final int MOST_MAPPING_BYTES = 1 << 20;

    private final OptionReader options;

    PostFormatSection(OptionReader options) {
        this.options = options;
    }

    PostFormat format() {
        PostWireFormat wire = options.find(JobOptions.POSTS_FORMAT);
        if (wire == null) {
            return presumed(null);
        } else if (wire == PostWireFormat.NEARLINE) {
            options.check(
                    JobOptions.POSTS_MAPPING,
                    options.find(JobOptions.POSTS_MAPPING),
                    mapping -> false,
                    "set %s to json or confluent-avro, or leave the mapping out"
                            .formatted(JobOptions.POSTS_FORMAT.key()));
            return PostFormat.NEARLINE;
        }
        NamedMapping mapping = mapping(wire);
        RegistryAccess registry =
                wire == PostWireFormat.CONFLUENT_AVRO
                        ? new RegistrySection(options).access()
                        : null;
        if (mapping == null) {
            return presumed(null);
        }
        return registry == null
                ? new JsonPosts(mapping)
                : new ConfluentAvroPosts(mapping, registry);
    }

    private @Nullable NamedMapping mapping(PostWireFormat wire) {
        String place =
                options.required(
                        JobOptions.POSTS_MAPPING,
                        "give the mapping that says how records become posts, since %s is %s"
                                .formatted(JobOptions.POSTS_FORMAT.key(), wire));
        if (place == null || place.isBlank()) {
            return null;
        }
        try {
            return new NamedMapping(place, text(place));
        } catch (InvalidMappingException e) {
            options.problem(JobOptions.POSTS_MAPPING, place, String.valueOf(e.getMessage()));
        } catch (CharacterCodingException e) {
            options.problem(JobOptions.POSTS_MAPPING, place, "convert the file to UTF-8");
        } catch (IOException | IllegalArgumentException e) {
            options.problem(
                    JobOptions.POSTS_MAPPING,
                    place,
                    "it cannot be read where the job is submitted (%s); give a path there or a URI"
                            .formatted(e));
        }
        return null;
    }

    private static String text(String place) throws IOException {
        Path path = new Path(place);
        try (FSDataInputStream in = path.getFileSystem().open(path)) {
            byte[] bytes = in.readNBytes(MOST_MAPPING_BYTES + 1);
            if (bytes.length > MOST_MAPPING_BYTES) {
                throw new IOException("it is larger than 1 MiB");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
    }
}
