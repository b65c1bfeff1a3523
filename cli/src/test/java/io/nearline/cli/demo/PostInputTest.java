package io.nearline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operations.posts.PostRecord;
import io.nearline.operations.posts.PostRecords;
import io.nearline.operations.posts.UnreadablePostException;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the bundled sample must keep holding, whoever edits it. */
class PostInputTest {

    @Test
    void theSampleHasHundredsOfPostsInManyLanguages() throws Exception {
        List<PostEvent> posts = new ArrayList<>();
        Set<String> languages = new HashSet<>();
        for (PostRecord record : sample()) {
            parsed(record)
                    .ifPresent(
                            post -> {
                                posts.add(post);
                                languages.add(post.getLanguage());
                            });
        }

        assertThat(posts).hasSizeGreaterThan(300);
        assertThat(languages).hasSizeGreaterThan(12);
    }

    @Test
    void theSampleHasEditsDeletesResharesAndLinesThatAreNoPosts() throws Exception {
        int updates = 0;
        int deletes = 0;
        int reshares = 0;
        int invalid = 0;
        for (PostRecord record : sample()) {
            Optional<PostEvent> post = parsed(record);
            if (post.isEmpty()) {
                invalid++;
                continue;
            }
            updates += post.get().getKind() == PostEventKind.UPDATE ? 1 : 0;
            deletes += post.get().getKind() == PostEventKind.DELETE ? 1 : 0;
            reshares += post.get().getAttributes().containsKey("reshare_of") ? 1 : 0;
        }

        assertThat(updates).isGreaterThan(10);
        assertThat(deletes).isGreaterThan(5);
        assertThat(reshares).isGreaterThan(5);
        assertThat(invalid).isPositive();
    }

    private static List<PostRecord> sample() throws IOException {
        List<PostRecord> all = new ArrayList<>();
        try (PostRecords records = PostInput.sample().open()) {
            for (Optional<PostRecord> record = records.next();
                    record.isPresent();
                    record = records.next()) {
                all.add(record.get());
            }
        }
        return all;
    }

    private static Optional<PostEvent> parsed(PostRecord record) {
        try {
            return Optional.of(record.post(Instant.EPOCH));
        } catch (UnreadablePostException e) {
            return Optional.empty();
        }
    }
}
