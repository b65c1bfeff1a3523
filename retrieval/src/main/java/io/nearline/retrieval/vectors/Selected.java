package io.nearline.retrieval.vectors;

import io.nearline.retrieval.search.Selection;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The posts of one moment that may be found. */
public final class Selected {

    private final Moment moment;
    private final Conditions conditions;
    private final long[][] bits;
    private final int count;

    private Selected(Moment moment, Conditions conditions, long[][] bits, int count) {
        this.moment = moment;
        this.conditions = conditions;
        this.bits = bits;
        this.count = count;
    }

    /**
     * @param excluded ids that are not found, those that the selection excludes among them
     * @param find where a post lies; may be ahead of the moment or behind it
     */
    public static Selected of(
            Moment moment,
            Selection selection,
            Set<String> excluded,
            Function<String, @Nullable Entry> find) {
        Conditions conditions = new Conditions(selection, excluded);
        PageView[] views = moment.views();
        long[][] bits = new long[views.length][];
        for (int i = 0; i < views.length; i++) {
            bits[i] = conditions.pass(views[i]);
        }
        exclude(moment, bits, excluded, find);
        int count = 0;
        for (long[] page : bits) {
            for (long word : page) {
                count += Long.bitCount(word);
            }
        }
        return new Selected(moment, conditions, bits, count);
    }

    /** Posts that pass, as far as the pages' columns tell. */
    public int count() {
        return count;
    }

    public Moment moment() {
        return moment;
    }

    long[] bits(int view) {
        return bits[view];
    }

    /** Whether a post has what it must have, by its own values; not whether it is held. */
    public boolean accepts(Entry entry) {
        return conditions.accept(entry);
    }

    private static void exclude(
            Moment moment,
            long[][] bits,
            Set<String> excluded,
            Function<String, @Nullable Entry> find) {
        PageView[] views = moment.views();
        boolean[] own = new boolean[bits.length];
        for (String postId : excluded) {
            Entry entry = find.apply(postId);
            int view = entry == null ? -1 : moment.viewOf(entry.page());
            if (entry != null && view >= 0 && entry.slot() < views[view].size()) {
                if (!own[view]) {
                    bits[view] = bits[view].clone();
                    own[view] = true;
                }
                bits[view][entry.slot() >> 6] &= ~(1L << entry.slot());
            }
        }
    }
}
