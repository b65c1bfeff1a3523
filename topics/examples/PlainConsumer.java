// The rules by hand: java -cp "$(cat cli/target/command.classpath)" PlainConsumer.java HOST:PORT
import static io.nearline.topics.cluster.TopicReader.StartAt.BEGINNING;

import io.nearline.schemas.*;
import io.nearline.topics.cluster.*;
import io.nearline.topics.consume.*;
import java.time.Duration;
import java.util.*;

public class PlainConsumer {
    private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
    private final ModelChooser chooser = new ModelChooser(Optional.empty());
    private final Map<IndexKey, Long> revisions = new HashMap<>();
    public final Map<IndexKey, IndexUpdate> posts = new HashMap<>();
    public ModelChoice choice = ModelChoice.NONE;

    public void decide(byte[] key, byte[] value) {
        chooser.apply(key, value);
        choice = chooser.choose(choice.queried(), choice.retired());
        posts.keySet().removeIf(post -> !choice.keeps(post.modelName()));
    }

    public void apply(byte[] key, byte[] value) {
        try {
            apply(IndexKey.parse(key), value == null ? null : codec.decode(value));
        } catch (IllegalArgumentException | UndecodableRecordException e) {
            System.err.println("passed over: " + e.getMessage()); // raise an alarm here
        }
    }

    private void apply(IndexKey key, IndexUpdate update) {
        if (!choice.keeps(key.modelName())) return;
        if (update == null) { // a tombstone: it has no revision
            posts.remove(key);
            revisions.remove(key);
            return;
        }
        boolean misplaced = !key.equals(new IndexKey(update.getPostId(), update.getModelName()));
        boolean stale = revisions.getOrDefault(key, Long.MIN_VALUE) > update.getRevision();
        if (misplaced || stale || update.getKind() == UpdateKind.UNKNOWN) return;
        revisions.put(key, update.getRevision()); // of a delete too: forget it after some days
        if (update.getKind() == UpdateKind.UPSERT) posts.put(key, update);
        else posts.remove(key);
    }

    public static void main(String[] arguments) {
        Cluster cluster = Cluster.at(arguments[0]);
        PlainConsumer mine = new PlainConsumer();
        Duration wait = Duration.ofMillis(500);
        try (var control = TopicReader.open(cluster, "index-control", BEGINNING);
                var updates = TopicReader.open(cluster, "index-updates", BEGINNING)) {
            while (true) {
                for (var next : control.poll(Duration.ZERO)) mine.decide(next.key(), next.value());
                for (var next : updates.poll(wait)) mine.apply(next.key(), next.value());
                System.out.println(mine.posts.size() + " vectors, of " + mine.choice.queried());
            }
        }
    }
}
