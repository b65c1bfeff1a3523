package io.nearline.bench.team;

import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.registry.RegistryAccess;
import io.nearline.operators.wire.ConfluentAvroPosts;
import io.nearline.operators.wire.JsonPosts;
import io.nearline.operators.wire.NamedMapping;
import io.nearline.operators.wire.NamedMessage;
import io.nearline.operators.wire.ProtobufPosts;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import java.util.List;
import java.util.function.Function;

/** How a record's bytes are written, and what makes a post of them. */
public enum TeamFormat {
    /** {@code PostEvent} in single-object encoding: no team's own. */
    NEARLINE {
        @Override
        public Function<PostEvent, byte[]> writer() {
            return AvroCodec.of(PostEvent.class)::encode;
        }

        @Override
        public PostFormat format(String registry) {
            return PostFormat.NEARLINE;
        }
    },
    /** An article as a JSON object. */
    JSON {
        @Override
        public Function<PostEvent, byte[]> writer() {
            return TeamJson::article;
        }

        @Override
        public PostFormat format(String registry) {
            return new JsonPosts(ARTICLE);
        }
    },
    /** An article in Debezium's envelope, as JSON. */
    DEBEZIUM_JSON {
        @Override
        public Function<PostEvent, byte[]> writer() {
            return TeamJson::enveloped;
        }

        @Override
        public PostFormat format(String registry) {
            return new JsonPosts(new NamedMapping("posts.yaml", TeamArticle.MAPPING_OF_ENVELOPE));
        }
    },
    /** An article as Avro in Confluent's framing. */
    CONFLUENT_AVRO {
        @Override
        public Function<PostEvent, byte[]> writer() {
            return TeamAvro::article;
        }

        @Override
        public PostFormat format(String registry) {
            return new ConfluentAvroPosts(
                    ARTICLE, new RegistryAccess(List.of(registry), null, null));
        }
    },
    /** An article as a message of Protobuf. */
    PROTOBUF {
        @Override
        public Function<PostEvent, byte[]> writer() {
            return TeamProtobuf::article;
        }

        @Override
        public PostFormat format(String registry) {
            return new ProtobufPosts(
                    ARTICLE,
                    NamedMessage.of(
                            "article.desc", TeamProtobuf.descriptors(), TeamProtobuf.ARTICLE));
        }
    };

    private static final NamedMapping ARTICLE = new NamedMapping("posts.yaml", TeamArticle.MAPPING);

    /** Makes values of records; one thread only. */
    public abstract Function<PostEvent, byte[]> writer();

    /**
     * What reads it.
     *
     * @param registry address of a {@link SchemaServer}, which is asked once
     */
    public abstract PostFormat format(String registry);
}
