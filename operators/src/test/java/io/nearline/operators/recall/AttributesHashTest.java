package io.nearline.operators.recall;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.record.PostRevision;
import io.nearline.testkit.Posts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttributesHashTest {

    private static byte[] hash(Posts post) {
        PostRevision version = Records.text(post.body("text").build()).version();
        return AttributesHash.of(version);
    }

    @Test
    void tellsAttributesApartThatNulsRunTogether() {
        List<Posts> posts =
                List.of(
                        aPost("p").attribute("a", "x").attribute("b", "y"),
                        aPost("p").attribute("a", "x\0b\0y"),
                        aPost("p").attribute("a\0x\0b", "y"),
                        aPost("p").attribute("a\0x", "b\0y"),
                        aPost("p").language("a\0x\0b\0y"),
                        aPost("p").language("a").attribute("x\0b", "y"));
        Set<String> hashes = new HashSet<>();
        posts.forEach(post -> hashes.add(java.util.HexFormat.of().formatHex(hash(post))));

        assertThat(hashes).hasSameSizeAs(posts);
    }

    /** Frozen: another hash would have every unchanged post published again. */
    @Test
    void isWhatStateHolds() {
        assertThat(
                        hash(
                                aPost("p")
                                        .language("en")
                                        .attribute("topic", "rain")
                                        .attribute("likes", "9")))
                .asHexString()
                .isEqualTo("19176B2BF3B39E0ADD59CB808AB85CBF");
    }
}
