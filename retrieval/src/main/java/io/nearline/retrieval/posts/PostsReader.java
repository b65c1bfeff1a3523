package io.nearline.retrieval.posts;

import io.nearline.schemas.PostEvent;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads the records of the posts topic. It never waits for another service. One thread only. */
public interface PostsReader {

    /**
     * The change of a post that a record describes.
     *
     * @param record a record with a value
     * @throws UnfitPostException if the job makes a dead letter of it
     * @throws PostsHeldBackException if it cannot be read now, but may be later
     */
    PostEvent read(ConsumerRecord<byte[], byte[]> record) throws UnfitPostException;

    /**
     * The post that a record's key names; empty if there is no key, or if keys of this topic need
     * not be ids of posts.
     */
    Optional<String> postOf(byte @Nullable [] key);
}
