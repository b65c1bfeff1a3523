package io.nearline.operators.promise;

import io.nearline.embedding.ModelId;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorCodec;
import io.nearline.testkit.ExpectedPost;
import io.nearline.testkit.FakeVectors;
import io.nearline.testkit.Oracle;
import io.nearline.testkit.PublishedIndex;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** What the index may hold of each post under one model, by a plain fold over the posts topic. */
final class MergeOracle {

    /** What a model is owed. */
    enum Owed {
        /** Every post, and every delete. */
        ALL,
        /** Every post; deletes only of what it had. */
        POSTS,
        /** Nothing: but what it has must be right. */
        NOTHING
    }

    private final Map<String, ExpectedPost> expected;
    private final Map<String, PostEvent> newest;

    MergeOracle(List<PostEvent> published) {
        expected = Oracle.create().acceptAll(published).expected();
        newest = Scenario.newest(published);
    }

    /** One line for each post that is not as it must be; empty if all are. */
    List<String> differences(PublishedIndex index, ModelId model, Owed owed) {
        return new TreeSet<>(newest.keySet())
                .stream()
                        .map(id -> difference(id, index, model, owed))
                        .filter(Objects::nonNull)
                        .toList();
    }

    private static IndexKey key(String postId, ModelId model) {
        return new IndexKey(postId, model.name());
    }

    private String difference(String id, PublishedIndex index, ModelId model, Owed owed) {
        ExpectedPost wanted = expected.get(id);
        IndexUpdate found = index.latest().get(key(id, model));
        if (index.hasForgotten(key(id, model))) {
            boolean right = wanted == null || wanted.kind() == UpdateKind.DELETE;
            return right ? null : id + ": expected " + state(wanted) + ", found a tombstone";
        }
        if (found == null) {
            boolean missing = wanted != null && isOwed(wanted, owed);
            return missing ? id + ": expected " + state(wanted) + ", found nothing" : null;
        }
        boolean right =
                wanted == null
                        ? found.getKind() == UpdateKind.DELETE
                        : fits(wanted, found, index.highest(key(id, model)));
        return right && found.getModelDigest().equals(model.digest())
                ? null
                : "%s: expected %s, found %s at revision %d by %s"
                        .formatted(
                                id,
                                wanted == null ? "nothing" : state(wanted),
                                found.getKind(),
                                found.getRevision(),
                                found.getModelDigest());
    }

    private static boolean isOwed(ExpectedPost wanted, Owed owed) {
        return owed == Owed.ALL || (owed == Owed.POSTS && wanted.kind() == UpdateKind.UPSERT);
    }

    /**
     * Another revision that says the same may stand for it: a later one that changed nothing, or an
     * earlier one if nothing newer was ever published, since what differed between them was out of
     * date before.
     */
    private boolean fits(ExpectedPost wanted, IndexUpdate found, long highest) {
        if (wanted.kind() != found.getKind()) {
            return false;
        }
        if (wanted.kind() == UpdateKind.DELETE) {
            return wanted.revision() == found.getRevision();
        }
        float[] vector = VectorCodec.decode(EncodedVector.of(found), found.getDimensions());
        return (wanted.revision() <= found.getRevision() || highest == found.getRevision())
                && found.getRevision() <= newest.get(wanted.postId()).getRevision()
                && Arrays.equals(vector, FakeVectors.of(wanted.text(), vector.length))
                && wanted.event().getAttributes().equals(found.getAttributes());
    }

    private static String state(ExpectedPost post) {
        return post.kind() + " at revision " + post.revision();
    }
}
