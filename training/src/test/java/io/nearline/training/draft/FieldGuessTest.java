package io.nearline.training.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.training.data.FieldProfile;
import io.nearline.training.data.FileProfile;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.DataPlan.Scored;
import io.nearline.training.plan.DataPlan.Single;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldGuessTest {
    private static final int RECORDS = 1000;
    private static final FieldProfile ID = words("id", RECORDS, 1);
    private static final FieldProfile LANGUAGE = words("lang", 2, 1);

    @Test
    void aTextWithALabel() {
        assertThat(guess(ID, LANGUAGE, words("text", 990, 20), words("topic", 12, 1)))
                .isEqualTo(new Labelled("text", "topic"));
    }

    @Test
    void aLabelMayBeANumberOrWords() {
        assertThat(guess(words("body", 990, 9), number("about", 4, 0, 3)))
                .isEqualTo(new Labelled("body", "about"));
        assertThat(guess(words("body", 990, 9), words("of event", 26, 4)))
                .isEqualTo(new Labelled("body", "of event"));
    }

    @Test
    void aLanguageIsNoLabel() {
        assertThat(guess(ID, LANGUAGE, words("text", 990, 20))).isEqualTo(new Single("text"));
    }

    @Test
    void twoTextsArePairsInTheFilesOrderOrByTheirNames() {
        assertThat(guess(words("ask", 990, 6), words("say", 900, 30)))
                .isEqualTo(new Paired("ask", "say"));
        assertThat(guess(words("passage", 990, 40), words("query", 900, 1)))
                .isEqualTo(new Paired("query", "passage"));
    }

    @Test
    void twoTextsWithABoundedNumberAreScored() {
        assertThat(guess(number("score", 20, 0, 5), words("a", 990, 9), words("b", 990, 9)))
                .isEqualTo(new Scored("a", "b", "score"));
        assertThat(guess(words("a", 990, 9), words("b", 990, 9), number("same", 2, 0, 1)))
                .isEqualTo(new Scored("a", "b", "same"));
    }

    @Test
    void likesAreNoScore() {
        assertThat(
                        guess(
                                words("title", 990, 9),
                                words("body", 900, 40),
                                number("score", 300, 0, 9000),
                                words("topic", 40, 1)))
                .isEqualTo(new Labelled("body", "topic"));
    }

    @Test
    void likesAreNoLabel() {
        assertThat(guess(words("text", 990, 20), number("likes", 50, 0, 50), words("mood", 5, 1)))
                .isEqualTo(new Labelled("text", "mood"));
    }

    @Test
    void aFlagBesideAKnownPairIsNoScore() {
        assertThat(
                        guess(
                                words("title", 990, 9),
                                words("body", 900, 40),
                                number("over_18", 2, 0, 1)))
                .isEqualTo(new Paired("title", "body"));
    }

    @Test
    void wordsAloneAreNoText() {
        assertThat(new FieldGuess(new FileProfile(RECORDS, List.of(ID, LANGUAGE))).fields())
                .isEmpty();
    }

    private static Object guess(FieldProfile... fields) {
        return new FieldGuess(new FileProfile(RECORDS, List.of(fields))).fields().orElseThrow();
    }

    private static FieldProfile words(String name, int different, double words) {
        return new FieldProfile(name, RECORDS, RECORDS, different, words, Double.NaN, Double.NaN);
    }

    private static FieldProfile number(String name, int different, double least, double most) {
        return new FieldProfile(name, RECORDS, RECORDS, different, 1, least, most);
    }
}
