package io.nearline.retrieval.vectors;

import java.util.OptionalLong;

/**
 * A set of vectors at one moment: everything that was applied before it, and nothing of what came
 * after. Never changed, so a search that took it sees one state however long it takes.
 */
public final class Moment {

    private final PageView[] views;
    private final int held;
    private final long updates;
    private final long newestChange;

    Moment(PageView[] views, int held, long updates, long newestChange) {
        this.views = views;
        this.held = held;
        this.updates = updates;
        this.newestChange = newestChange;
    }

    /** Posts held. */
    public int held() {
        return held;
    }

    /** Updates applied to the set since it was made. */
    public long updates() {
        return updates;
    }

    /** Latest time of a change met, milliseconds since 1970; empty before the first. */
    public OptionalLong newestChange() {
        return newestChange == PostFacts.UNKNOWN_TIME
                ? OptionalLong.empty()
                : OptionalLong.of(newestChange);
    }

    /** Whether an entry is held at this moment. */
    public boolean holds(Entry entry) {
        int view = viewOf(entry.page());
        return view >= 0 && views[view].isLive(entry.slot());
    }

    PageView[] views() {
        return views;
    }

    /** Place of a page among the views; negative if it is not among them. */
    int viewOf(Page page) {
        int low = 0;
        int high = views.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long number = views[middle].page().number();
            if (number == page.number()) {
                return middle;
            } else if (number < page.number()) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
