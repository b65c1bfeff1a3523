package io.nearline.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.retrieval.words.PostText;
import io.nearline.retrieval.words.TextPosition;
import io.nearline.retrieval.words.WordSearch.WordHit;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneTextsTest {

    private static final TextPosition POSITION =
            new TextPosition("topic", "", new TreeMap<>(Map.of(0, 7L, 1, 9L)));

    @TempDir private Path directory;
    private LuceneTexts texts;

    @BeforeEach
    void open() throws IOException {
        texts = LuceneTexts.open(directory);
    }

    @AfterEach
    void close() throws IOException {
        texts.close();
    }

    @Test
    void findsPostsByTheirWordsRareOnesFirst() throws IOException {
        apply("a", 1, "Gardening", "the soil of the garden");
        apply("b", 1, "Cooking", "the soup");
        apply("c", 1, null, "THE GARDENS' café");

        assertThat(found("garden soup")).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(found("Gardens")).containsExactlyInAnyOrder("a", "c");
        assertThat(found("cafe")).containsExactly("c");
        assertThat(found("?!")).isEmpty();
        assertThat(found("title:a AND (")).isEmpty();
    }

    @Test
    void asksOnlyWhoMayBeFoundAndGivesNobodysPlaceAway() throws IOException {
        for (int i = 0; i < 50; i++) {
            apply("p" + i, 1, null, i < 40 ? "apple apple apple" : "apple pear plum");
        }

        texts.refresh();

        List<WordHit> hits =
                texts.search("apple", 5, postId -> Integer.parseInt(postId.substring(1)) >= 40);

        assertThat(hits).hasSize(5);
        assertThat(hits).allMatch(hit -> Integer.parseInt(hit.postId().substring(1)) >= 40);
    }

    @Test
    void holdsTheNewestRevisionWhateverTheOrder() throws IOException {
        apply("a", 2, null, "second");
        apply("a", 1, null, "first");

        assertThat(found("first")).isEmpty();
        assertThat(found("second")).containsExactly("a");
        assertThat(texts.find("a").map(PostText::revision)).hasValue(2L);
        assertThat(texts.find("a").flatMap(PostText::body)).hasValue("second");
        assertThat(texts.find("a").orElseThrow().toString()).doesNotContain("second");
    }

    @Test
    void findsNoDeletedPostAndNoOlderRevisionOfIt() throws IOException {
        apply("a", 1, null, "word");
        delete("a", 3);
        apply("a", 2, null, "word");

        assertThat(found("word")).isEmpty();
        assertThat(texts.find("a")).isEmpty();
        texts.forgetDeletes(Instant.ofEpochMilli(6));
        apply("a", 2, null, "word");
        assertThat(found("word")).containsExactly("a");
        texts.erase("a");
        assertThat(found("word")).isEmpty();
    }

    @Test
    void opensWithWhatTheLastCommitHeld() throws IOException {
        apply("a", 1, null, "word");
        delete("b", 5);
        texts.commit(POSITION);
        apply("c", 1, null, "word");
        close();
        open();

        assertThat(texts.position()).isEqualTo(POSITION);
        assertThat(found("word")).containsExactly("a");
        apply("b", 4, null, "word");
        assertThat(found("word")).containsExactly("a");
    }

    @Test
    void forgetsEverythingOfATopicThatWasMadeAnew() throws IOException {
        apply("a", 1, null, "word");
        texts.commit(POSITION);
        texts.clear();

        assertThat(found("word")).isEmpty();
        assertThat(texts.position()).isEqualTo(TextPosition.NONE);
        apply("a", 1, null, "word");
        assertThat(found("word")).containsExactly("a");
    }

    @Test
    void refusesToOpenWhatIsOpen() {
        assertThatThrownBy(() -> LuceneTexts.open(directory))
                .isInstanceOf(IndexUnusableException.class);
    }

    private void apply(String postId, long revision, String title, String body) throws IOException {
        texts.apply(
                event(postId, revision, PostEventKind.UPDATE).setTitle(title).setBody(body).build(),
                Instant.EPOCH);
    }

    private void delete(String postId, long revision) throws IOException {
        texts.apply(event(postId, revision, PostEventKind.DELETE).build(), Instant.ofEpochMilli(5));
    }

    private static PostEvent.Builder event(String postId, long revision, PostEventKind kind) {
        return PostEvent.newBuilder()
                .setPostId(postId)
                .setRevision(revision)
                .setKind(kind)
                .setEventTime(Instant.EPOCH);
    }

    private List<String> found(String text) throws IOException {
        texts.refresh();
        return texts.search(text, 10, postId -> true).stream().map(WordHit::postId).toList();
    }
}
