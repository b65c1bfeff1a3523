package io.nearline.operators.assemble;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.schemas.PostEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextAssemblerTest {

    private static PostText assemble(PostEvent event) {
        return Records.text(event);
    }

    private static PostText assemble(TextRecipe recipe, PostEvent event) {
        return new TextAssembler(recipe).assemble(Records.post(event));
    }

    @Test
    void joinsThePartsInOrder() {
        PostEvent event =
                PostEvent.newBuilder(aPost("p").title("Title").body("Body").build())
                        .setArticleTitle("Article")
                        .setArticleDescription("Description")
                        .setMediaText("Media")
                        .build();

        assertThat(assemble(event).text()).isEqualTo("Title\nBody\nArticle\nDescription\nMedia");
    }

    @Test
    void leavesOutBlankParts() {
        assertThat(assemble(aPost("p").title("  ").body("Body").build()).text()).isEqualTo("Body");
    }

    @Test
    void addsOnlyHashtagsThatTheTextDoesNotShow() {
        PostEvent event =
                PostEvent.newBuilder(aPost("p").body("On #Rain again").build())
                        .setHashtags(List.of("rain", "#wind"))
                        .build();

        assertThat(assemble(event).text()).isEqualTo("On #Rain again\n#wind");
    }

    @Test
    void givesADeletedPostNoText() {
        PostText deleted = assemble(aPost("p").body("Body").deleted().build());

        assertThat(deleted.text()).isEmpty();
        assertThat(deleted.isWithdrawal()).isTrue();
    }

    @Test
    void givesAPostWithoutWordsTheEmptyText() {
        assertThat(assemble(aPost("p").body(" \n\t").build()).isWithdrawal()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00a0",
                "\u2007\u202f",
                "\u200b",
                "\ufeff",
                "\u200d\u2060\u200e\u00ad\ufe0f",
                "\u0001\u0002",
                "\u3164",
                "\u115f\u1160\uffa0",
                "\u034f",
                "\u180e\u180b",
                "\u2800",
                "\u2028\u2029\u0085",
                "\u2066\u2069\u061c",
                "\udb40\udc7f\udb40\udc01\udb40\udd00"
            })
    void takesWhatNobodyCanSeeForNoText(String invisible) {
        PostEvent alone = aPost("p").title(invisible).body(invisible).build();
        PostEvent beside =
                PostEvent.newBuilder(aPost("p").title(invisible).body("Body").build())
                        .setHashtags(List.of(invisible, "#" + invisible))
                        .setMediaText(invisible)
                        .build();

        assertThat(assemble(alone).isWithdrawal()).isTrue();
        assertThat(assemble(beside).text()).isEqualTo("Body");
        assertThat(assemble(beside).contentHash())
                .isEqualTo(assemble(aPost("p").body("Body").build()).contentHash());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00a0visible\u00a0",
                "\u2764\ufe0f",
                "\ud83e\udee0",
                ".",
                "\u0301",
                "\ue000",
                "\ufffd",
                "\u200f\u05d0"
            })
    void leavesWhatSaysAnythingAsItIs(String visible) {
        assertThat(assemble(aPost("p").body(visible).build()).text()).isEqualTo(visible);
    }

    /** Frozen: another hash would have every post embedded again. */
    @Test
    void hashesAVisibleTextAsEver() {
        assertThat(
                        assemble(aPost("p").title("Title").body("\u00a0Body \u200b.").build())
                                .contentHash())
                .asHexString()
                .isEqualTo("9F6937C56A308B7065034C036B712058");
    }

    @Test
    void givesAPostOfNulsAndBlanksTheEmptyText() {
        assertThat(assemble(aPost("p").body("\0 \0").build()).isWithdrawal()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "👩‍👩‍👧 family 🏳️‍🌈",
                "שלום עולם",
                "مرحبا بالعالم",
                "敏捷的棕色狐狸跳过了懒狗",
                "สวัสดีชาวโลก",
                "tab\tbell\u0007escape\u001b",
                "combining e\u0301 and z\u0351\u036b\u0343"
            })
    void leavesEveryWellFormedTextAlone(String text) {
        PostText assembled = assemble(aPost("p").body(text).build());

        assertThat(assembled.text()).isEqualTo(text);
        assertThat(assembled.repaired()).isFalse();
    }

    @Test
    void countsBytesThatWereNoUtf8AsRepaired() {
        PostText assembled = assemble(aPost("p").body("caf\uFFFD").build());

        assertThat(assembled.text()).isEqualTo("caf\uFFFD");
        assertThat(assembled.repaired()).isTrue();
    }

    @Test
    void dropsNulls() {
        PostText assembled = assemble(aPost("p").body("a\u0000b").build());

        assertThat(assembled.text()).isEqualTo("ab");
        assertThat(assembled.repaired()).isTrue();
    }

    @Test
    void cutsATextOfMegabytesAndSaysSo() {
        PostText assembled = assemble(aPost("p").body("word ".repeat(1_000_000)).build());

        assertThat(assembled.text()).hasSize(10_000);
        assertThat(assembled.cut()).isTrue();
    }

    @Test
    void neverCutsThroughACharacter() {
        PostText assembled =
                assemble(
                        new TextRecipe(TextRecipe.ALL_PARTS, 5),
                        aPost("p").body("abcd\uD83D\uDE00").build());

        assertThat(assembled.text()).isEqualTo("abcd");
    }

    @Test
    void hashesEqualTextsAlike() {
        assertThat(assemble(aPost("p").body("same").build()).contentHash())
                .hasSize(16)
                .isEqualTo(assemble(aPost("q").revision(9).body("same").build()).contentHash())
                .isNotEqualTo(assemble(aPost("p").body("other").build()).contentHash());
    }

    @Test
    void hashesOneTextUnderAnotherRecipeDifferently() {
        PostEvent event = aPost("p").body("same").build();

        assertThat(assemble(new TextRecipe(List.of(TextPart.BODY), 100), event).contentHash())
                .isNotEqualTo(assemble(event).contentHash());
    }

    @Test
    void hashesOneTextWithOtherOutputsDifferently() {
        PostEvent event = aPost("p").body("same").build();
        byte[] none = assemble(event).contentHash();
        byte[] both = assemble(withOutputs("short", "story"), event).contentHash();

        assertThat(assemble(withOutputs(), event).contentHash()).isEqualTo(none);
        assertThat(assemble(withOutputs("short"), event).contentHash())
                .isNotEqualTo(none)
                .isNotEqualTo(both);
        assertThat(assemble(withOutputs("story", "short"), event).contentHash()).isEqualTo(both);
    }

    private static TextRecipe withOutputs(String... names) {
        return new TextRecipe(TextRecipe.ALL_PARTS, 10_000, List.of(names));
    }
}
