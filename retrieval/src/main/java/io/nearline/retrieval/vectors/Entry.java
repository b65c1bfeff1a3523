package io.nearline.retrieval.vectors;

/**
 * A post as the set holds it: what came with it, and where its vector lies. Never changed; an
 * update of the post, or a move of its vector, is another entry.
 */
public final class Entry {

    private final PostFacts facts;
    private final Page page;
    private final int slot;

    Entry(PostFacts facts, Page page, int slot) {
        this.facts = facts;
        this.page = page;
        this.slot = slot;
    }

    public String postId() {
        return facts.postId();
    }

    public long revision() {
        return facts.revision();
    }

    public PostFacts facts() {
        return facts;
    }

    /** The vector as it came, or as near to it as the tier holds; the caller's own. */
    public float[] vector() {
        float[] scratch = new float[page.dimensions()];
        float[] row = page.rows().get(slot, scratch);
        return row == scratch ? scratch : row.clone();
    }

    Page page() {
        return page;
    }

    int slot() {
        return slot;
    }
}
