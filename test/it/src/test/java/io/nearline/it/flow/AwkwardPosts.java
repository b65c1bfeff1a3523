package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;

import io.nearline.schemas.PostEventKind;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Every awkward record that we could think of, by the name of its case. */
final class AwkwardPosts {

    /** Stands in every text, so that it can be looked for where no text may be. */
    static final String MARK = "Quixotrel";

    /** Tokens that the model reads. */
    static final int WINDOW = 256;

    private static final String TEXT = MARK + " snow over the harbour";
    private static final int FIVE_MEGABYTES = 5_000_000;

    /** As many bytes as there are broken ones to put in its place. */
    private static final String PLACEHOLDER = "???";

    private final RawPosts posts;

    AwkwardPosts(RawPosts posts) {
        this.posts = posts;
    }

    void publish() throws Exception {
        publishRevisions();
        publishTexts();
        publishBrokenText();
        publishNoPosts();
    }

    private void publishRevisions() throws Exception {
        posts.add(aPost("edited").body(TEXT));
        posts.add(aPost("edited").revision(2).body(TEXT + " again"));
        posts.add(aPost("edited").revision(3).deleted());
        posts.add(aPost("late").revision(5).body(TEXT));
        posts.add(aPost("late").revision(4).body(TEXT + " before"));
        posts.add(aPost("late-after-delete").revision(5).deleted());
        posts.add(aPost("late-after-delete").revision(4).body(TEXT));
        posts.add(aPost("repeated").body(TEXT));
        posts.add(aPost("repeated").body(TEXT));
        posts.add(aPost("attributes").body(TEXT).attribute("likes", "1"));
        posts.add(aPost("attributes").revision(2).body(TEXT).attribute("likes", "2"));
        posts.add(aPost("attributes").revision(3).body(TEXT).attribute("likes", "2"));
        posts.add(aPost("empty-create").body(" \n"));
        posts.add(aPost("empty-edit").body(TEXT));
        posts.add(aPost("empty-edit").revision(2).body(" "));
    }

    private void publishTexts() throws Exception {
        posts.add(aPost("plain").body(TEXT));
        posts.add(aPost("window").body((MARK + " ").repeat(2 * WINDOW)));
        posts.add(aPost("huge").body((MARK + " ").repeat(FIVE_MEGABYTES / (MARK.length() + 1))));
        posts.add(aPost("emoji").body(MARK + " 🎉🏳️‍🌈👩‍👩‍👧‍👦🇳🇴"));
        posts.add(aPost("right-to-left").body(MARK + " שלום עולם مرحبا بالعالم \u202Eabc\u202C"));
        posts.add(aPost("no-spaces").body(MARK + "ไม่มีช่องว่างระหว่างคำ漢字漢字"));
        posts.add(aPost("control").body(MARK + "\u0001\u0007\u001B[31m\u007F\u0085\u200B\uFEFF"));
    }

    /** Avro writes only well-formed text, so what is not has to be written over it. */
    private void publishBrokenText() throws Exception {
        addBroken("lone-surrogate", TEXT, 0xED, 0xA0, 0x80);
        addBroken("invalid-utf8", TEXT, 0xFF, 0xC0, 0x80);
        addBroken("nul", TEXT, 0, 0, 0);
        addBroken("only-nuls", "", 0, ' ', 0);
    }

    private void addBroken(String name, String text, int... end) throws Exception {
        posts.add(name, posts.encode(aPost(name).body(text + PLACEHOLDER), PLACEHOLDER, end));
    }

    private void publishNoPosts() throws Exception {
        posts.add("tombstone", null);
        posts.add("no-bytes", new byte[0]);
        posts.add("garbage", (MARK + " is no Avro").getBytes(StandardCharsets.UTF_8));
        posts.add("unknown-schema", posts.encodeWithUnknownSchema(aPost("x").body(TEXT)));
        posts.add("cut-off", posts.encodeCutOff(aPost("x").body(TEXT)));
        posts.add("unknown-kind", posts.encode(aPost("x").body(TEXT).kind(PostEventKind.UNKNOWN)));
        posts.add("blank-id", posts.encode(aPost(" ").body(TEXT)));
        posts.add("long-id", posts.encode(aPost(MARK.repeat(200)).body(TEXT)));
        posts.add("negative-revision", posts.encode(aPost("x").revision(-1).body(TEXT)));
        byte[] noise = new byte[FIVE_MEGABYTES];
        new Random(1).nextBytes(noise);
        posts.add("huge-garbage", noise);
        String huge = MARK.repeat(FIVE_MEGABYTES / MARK.length());
        posts.add("huge-invalid", posts.encode(aPost("x").revision(-1).body(huge)));
    }
}
