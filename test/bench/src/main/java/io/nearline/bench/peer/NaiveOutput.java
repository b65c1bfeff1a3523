package io.nearline.bench.peer;

import io.nearline.bench.job.OutputFormat;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What {@link NaiveWriter} writes: every vector once, the moment it is made. */
final class NaiveOutput implements OutputFormat {

    @Override
    public String postId(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }

    @Override
    public long vectorMadeAt(ConsumerRecord<byte[], byte[]> update) {
        return update.timestamp();
    }
}
