package io.nearline.testkit;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.UpdateKind;
import org.junit.jupiter.api.Test;

class OracleTest {
    private final Oracle oracle = Oracle.create();

    @Test
    void keepsTheHighestRevisionWhateverTheOrderOfArrival() {
        oracle.accept(aPost("a").revision(3).body("third").build());
        oracle.accept(aPost("a").revision(2).body("second").build());

        assertThat(oracle.expected("a").orElseThrow().text()).isEqualTo("third");
    }

    @Test
    void keepsTheFirstOfEqualRevisions() {
        oracle.accept(aPost("a").revision(3).body("first").build());
        oracle.accept(aPost("a").revision(3).body("second").build());

        assertThat(oracle.expected("a").orElseThrow().text()).isEqualTo("first");
    }

    @Test
    void doesNotLetALateEditResurrectADeletedPost() {
        oracle.accept(aPost("a").revision(5).deleted().build());
        oracle.accept(aPost("a").revision(4).body("late").build());

        assertThat(oracle.expected("a").orElseThrow().kind()).isEqualTo(UpdateKind.DELETE);
    }

    @Test
    void deletesAPostWhoseNewestRevisionHasNoText() {
        oracle.accept(aPost("a").revision(1).body("text").build());
        oracle.accept(aPost("a").revision(2).body(" ").build());

        assertThat(oracle.expected("a").orElseThrow())
                .returns(UpdateKind.DELETE, ExpectedPost::kind)
                .returns(2L, ExpectedPost::revision);
    }

    @Test
    void publishesNothingForAnUnknownPostCreatedWithoutText() {
        oracle.accept(aPost("a").revision(1).created().build());

        assertThat(oracle.expected("a")).isEmpty();
    }

    @Test
    void remembersTheRevisionOfAPostCreatedWithoutText() {
        oracle.accept(aPost("a").revision(4).created().build());
        oracle.accept(aPost("a").revision(3).body("late").build());

        assertThat(oracle.expected("a")).isEmpty();
    }

    @Test
    void leavesWhatWasPublishedWhenANewerRevisionCannotBeEmbedded() {
        Oracle failing = oracle.whereEmbeddable(event -> !event.getBody().contains("bad"));
        failing.accept(aPost("a").revision(1).body("good").build());
        failing.accept(aPost("a").revision(3).body("bad").build());
        failing.accept(aPost("a").revision(2).body("late").build());

        assertThat(failing.expected("a").orElseThrow().text()).isEqualTo("good");
    }
}
