package io.nearline.operators.backfill;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.decode.Post;
import io.nearline.schemas.PostEvent;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PostSubsetTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static Post at(Instant eventTime) {
        return Records.post(aPost("p").at(eventTime).build());
    }

    private static Post in(String language) {
        return Records.post(aPost("p").language(language).build());
    }

    private static Post by(String author) {
        return Records.post(PostEvent.newBuilder(aPost("p").build()).setAuthor(author).build());
    }

    private static PostSubset languages(String... tags) {
        return new PostSubset(null, null, Set.of(), Set.of(tags), Set.of());
    }

    @Test
    void holdsEveryPostIfNothingIsAsked() {
        assertThat(PostSubset.all().contains(Records.post(aPost("p").build()))).isTrue();
        assertThat(PostSubset.all().description()).isNull();
    }

    @Test
    void holdsTheStartOfTheWindowButNotItsEnd() {
        PostSubset hour =
                new PostSubset(NOON, NOON.plusSeconds(3600), Set.of(), Set.of(), Set.of());

        assertThat(hour.contains(at(NOON.minusMillis(1)))).isFalse();
        assertThat(hour.contains(at(NOON))).isTrue();
        assertThat(hour.contains(at(NOON.plusSeconds(3600)))).isFalse();
    }

    @Test
    void takesALanguageForItsVariantsButNotTheOtherWayRound() {
        assertThat(languages("pt").contains(in("pt-BR"))).isTrue();
        assertThat(languages("PT").contains(in("pt"))).isTrue();
        assertThat(languages("zh").contains(in("zh-Hant-TW"))).isTrue();
        assertThat(languages("pt-BR").contains(in("pt"))).isFalse();
        assertThat(languages("p").contains(in("pt"))).isFalse();
        assertThat(languages("pt").contains(in(null))).isFalse();
    }

    @Test
    void takesPostsOfTheAuthors() {
        PostSubset subset = new PostSubset(null, null, Set.of(), Set.of(), Set.of("ann"));

        assertThat(subset.contains(by("ann"))).isTrue();
        assertThat(subset.contains(by("bob"))).isFalse();
        assertThat(subset.contains(by(null))).isFalse();
    }

    @Test
    void wantsEveryConditionMet() {
        PostSubset subset = new PostSubset(NOON, null, Set.of("p"), Set.of(), Set.of());

        assertThat(subset.contains(at(NOON))).isTrue();
        assertThat(subset.contains(at(NOON.minusMillis(1)))).isFalse();
        assertThat(subset.contains(Records.post(aPost("q").at(NOON).build()))).isFalse();
    }

    @Test
    void describesItselfWithoutListingThousandsOfIds() {
        PostSubset subset =
                new PostSubset(NOON, null, Set.of("5", "1", "3", "2", "4"), Set.of("en"), Set.of());

        assertThat(subset.description())
                .isEqualTo("posts 1, 2, 3 and 2 more; languages en; from 2026-01-01T12:00:00Z");
    }
}
