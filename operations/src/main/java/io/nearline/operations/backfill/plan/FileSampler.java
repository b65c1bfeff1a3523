package io.nearline.operations.backfill.plan;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.source.files.PostFileFormat;
import io.nearline.pipeline.source.files.PostFiles;
import io.nearline.pipeline.source.files.PostReader;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.flink.core.fs.FileStatus;

/**
 * Samples files of posts. Reads all of them, since only so it is known how many posts there are;
 * that takes a thousandth of the time of embedding them.
 */
final class FileSampler {

    private final RandomGenerator random;
    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);

    FileSampler(RandomGenerator random) {
        this.random = random;
    }

    /**
     * A sample; all records if the files have no more.
     *
     * @param size how many records
     * @throws IOException if a file is missing or holds no posts
     */
    RecordSample sample(List<URI> places, PostFileFormat format, int size) throws IOException {
        List<RawRecord> kept = new ArrayList<>();
        long read = 0;
        for (FileStatus file : PostFiles.list(places)) {
            try (PostReader posts = format.open(file.getPath())) {
                Optional<PostEvent> post = posts.next();
                while (post.isPresent()) {
                    keepByChance(post.get(), read, size, kept);
                    read++;
                    post = posts.next();
                }
            }
        }
        return new RecordSample(read, kept);
    }

    /** The n-th post replaces one of those kept with the chance of size / n: all are as likely. */
    private void keepByChance(PostEvent post, long readBefore, int size, List<RawRecord> kept) {
        if (kept.size() < size) {
            kept.add(record(post, readBefore));
            return;
        }
        long place = random.nextLong(readBefore + 1);
        if (place < size) {
            kept.set((int) place, record(post, readBefore));
        }
    }

    private RawRecord record(PostEvent post, long number) {
        return new RawRecord(
                "file",
                0,
                number,
                post.getEventTime().toEpochMilli(),
                List.of(),
                post.getPostId().getBytes(StandardCharsets.UTF_8),
                codec.encode(post),
                Origin.BACKFILL);
    }
}
