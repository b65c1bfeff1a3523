package io.nearline.retrieval.vectors;

import io.nearline.retrieval.search.Selection;
import java.util.Set;

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
     */
    public static Selected of(Moment moment, Selection selection, Set<String> excluded) {
        Conditions conditions = new Conditions(selection, excluded);
        PageView[] views = moment.views();
        long[][] bits = new long[views.length][];
        for (int i = 0; i < views.length; i++) {
            bits[i] = conditions.pass(views[i]);
        }
        return new Selected(moment, conditions, bits, count(bits));
    }

    /** The same conditions on other posts of the moment. */
    Selected with(long[][] others) {
        return new Selected(moment, conditions, others, count(others));
    }

    private static int count(long[][] bits) {
        int count = 0;
        for (long[] page : bits) {
            for (long word : page) {
                count += Long.bitCount(word);
            }
        }
        return count;
    }

    /**
     * Posts that pass as far as the pages' columns tell, those excluded by their ids among them.
     */
    public int count() {
        return count;
    }

    public Moment moment() {
        return moment;
    }

    Exclusions excluded() {
        return conditions.excluded();
    }

    long[] bits(int view) {
        return bits[view];
    }

    /** Whether a post has what it must have, by its own values; not whether it is held. */
    public boolean accepts(Entry entry) {
        return conditions.accept(entry);
    }
}
