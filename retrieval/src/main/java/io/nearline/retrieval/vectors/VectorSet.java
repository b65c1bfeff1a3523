package io.nearline.retrieval.vectors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one model with what came with them. One thread changes it; any number call {@link
 * #moment()} and {@link #find}, at any time, and never wait.
 *
 * <p>Works like a log: an update fills the next slot and marks the old one dead. What a reader can
 * reach is never written again, so a search needs no lock: it takes the {@link Moment} that was
 * published last. When a quarter of the slots is dead, the page with the fewest live ones is copied
 * to the end and dropped, so memory stays below 4/3 of what is held, and a page.
 *
 * <p>Codes are centred on the mean of the vectors held. When the mean has moved by a tenth of the
 * vectors' spread around it, pages are coded anew, one with each change; until then a search codes
 * its query once for each centre that it meets.
 */
public final class VectorSet {

    /** Slots of a page: an update copies one bit of each. */
    public static final int PAGE_SLOTS = 4096;

    /** The square of a tenth. */
    private static final double DRIFT = 0.01;

    /** The mean of fewer changes says little. */
    private static final int LEAST_CHANGES = 64;

    private static final int SHARE_OF_CHANGES = 16;

    /** One in so many slots may be dead. */
    private static final int DEAD_SHARE = 4;

    private static final int PAGES_CODED_AT_ONCE = 16;

    private final int dimensions;
    private final int pageSlots;
    private final Page.RowsFactory factory;
    private final ConcurrentHashMap<String, Entry> byPost = new ConcurrentHashMap<>();
    private final double[] sum;
    private final float[] scratch;

    private PageView[] views = {};
    private Centre centre;
    private long pages;
    private int dead;
    private long updates;
    private int changesSinceMean;
    private boolean coding;
    private long newestChange = PostFacts.UNKNOWN_TIME;
    private volatile Moment moment;
    private volatile @Nullable HnswGraph graph;

    /**
     * @param dimensions components of every vector, 1 or more
     * @param tier what is held in the heap
     * @param scratch a directory for mapped files; used by {@link Tier#BITS} alone
     */
    public VectorSet(int dimensions, Tier tier, Path scratch) {
        this(dimensions, tier, scratch, PAGE_SLOTS);
    }

    VectorSet(int dimensions, Tier tier, Path scratch, int pageSlots) {
        if (dimensions < 1) {
            throw new IllegalArgumentException(
                    "Vectors of %d components: 1 or more.".formatted(dimensions));
        }
        this.dimensions = dimensions;
        this.pageSlots = pageSlots;
        this.factory =
                switch (tier) {
                    case FLOAT32 -> (slots, length) -> new FloatRows(slots);
                    case INT8 -> (slots, length) -> new ByteRows(slots);
                    case BITS -> (slots, length) -> new MappedRows(scratch, slots, length);
                };
        this.sum = new double[dimensions];
        this.scratch = new float[dimensions];
        this.centre = new Centre(new float[dimensions]);
        this.moment = new Moment(views, 0, 0, newestChange);
    }

    public int dimensions() {
        return dimensions;
    }

    /** What is held now. */
    public Moment moment() {
        return moment;
    }

    /** The graph to search along; null if there is none. */
    public @Nullable HnswGraph graph() {
        return graph;
    }

    /** Searches go along this graph from now on; what they went along before. */
    @Nullable HnswGraph searchAlong(@Nullable HnswGraph other) {
        HnswGraph old = graph;
        graph = other;
        return old;
    }

    /** What is held of a post; null if nothing. */
    public @Nullable Entry find(String postId) {
        return byPost.get(postId);
    }

    /** Number of posts held. */
    public int size() {
        return moment.held();
    }

    /**
     * Holds a post in place of what was held under its id. Seen by every search that begins
     * afterwards.
     *
     * @param vector of this set's dimensions, finite; may be kept, so leave the array alone
     * @throws IOException if there is no room for a mapped file; nothing has changed then
     */
    public void put(PostFacts facts, float[] vector) throws IOException {
        if (vector.length != dimensions) {
            throw new IllegalArgumentException(
                    "A vector of %d components in a set of %d."
                            .formatted(vector.length, dimensions));
        }
        ensureRoom();
        Entry old = byPost.get(facts.postId());
        Entry entry = append(facts, vector, factor(vector));
        if (old != null) {
            drop(old);
        }
        newestChange = Math.max(newestChange, facts.eventTime());
        updates++;
        publish();
        byPost.put(facts.postId(), entry);
        afterChange();
    }

    /** Forgets a post, if it is held. */
    public void remove(String postId) throws IOException {
        Entry old = byPost.get(postId);
        if (old != null) {
            drop(old);
            updates++;
            publish();
            byPost.remove(postId);
            afterChange();
        }
    }

    private void afterChange() throws IOException {
        followMean();
        codeAnew(1);
        if (dead > Math.max(pageSlots, (dead + moment.held()) / DEAD_SHARE)) {
            clean();
        }
    }

    /** Does some of the work that is left from changes; to be called when there is time. */
    public void settle() {
        codeAnew(PAGES_CODED_AT_ONCE);
    }

    private void ensureRoom() throws IOException {
        if (views.length == 0 || views[views.length - 1].isFull()) {
            Page page = new Page(pages++, pageSlots, dimensions, factory);
            views = Arrays.copyOf(views, views.length + 1);
            views[views.length - 1] = PageView.empty(page, centre);
        }
    }

    private Entry append(PostFacts facts, float[] vector, float factor) {
        int last = views.length - 1;
        PageView view = views[last];
        Entry entry = view.page().put(view.size(), facts, vector, factor);
        views[last] = view.with(facts, vector, factor);
        add(vector, factor);
        return entry;
    }

    private void drop(Entry entry) {
        int index = indexOf(entry.page());
        PageView view = views[index].without(entry.slot());
        views[index] = view;
        dead++;
        Page page = entry.page();
        add(page.rows().get(entry.slot(), scratch), -page.factor(entry.slot()));
        if (view.liveCount() == 0 && view.isFull()) {
            removeView(index);
        }
    }

    private void clean() throws IOException {
        int victim = -1;
        for (int i = 0; i < views.length; i++) {
            if (views[i].isFull()
                    && (victim < 0 || views[i].liveCount() < views[victim].liveCount())) {
                victim = i;
            }
        }
        if (victim < 0) {
            return;
        }
        PageView view = views[victim];
        float[] row = new float[dimensions];
        for (int slot = 0; slot < view.size(); slot++) {
            if (view.isLive(slot)) {
                move(view.page(), slot, row);
            }
        }
        publish();
    }

    private void move(Page page, int slot, float[] row) throws IOException {
        ensureRoom();
        Entry entry = page.entry(slot);
        Entry moved = append(entry.facts(), page.rows().get(slot, row), page.factor(slot));
        drop(entry);
        byPost.put(moved.postId(), moved);
    }

    private void removeView(int index) {
        dead -= views[index].size();
        PageView[] fewer = new PageView[views.length - 1];
        System.arraycopy(views, 0, fewer, 0, index);
        System.arraycopy(views, index + 1, fewer, index, fewer.length - index);
        views = fewer;
    }

    private void followMean() {
        if (++changesSinceMean < Math.max(LEAST_CHANGES, moment.held() / SHARE_OF_CHANGES)
                || moment.held() == 0) {
            return;
        }
        changesSinceMean = 0;
        float[] mean = new float[dimensions];
        double square = 0;
        for (int i = 0; i < dimensions; i++) {
            mean[i] = (float) (sum[i] / moment.held());
            square += (double) mean[i] * mean[i];
        }
        if (centre.squareTo(mean) > DRIFT * (1 - square)) {
            centre = new Centre(mean);
            coding = true;
        }
    }

    private void codeAnew(int most) {
        int done = 0;
        for (int i = 0; coding && i < views.length && done < most; i++) {
            if (views[i].centre() != centre) {
                views[i] = views[i].around(centre);
                done++;
            }
        }
        coding = coding && done == most;
        if (done > 0) {
            publish();
        }
    }

    private void publish() {
        int held = 0;
        for (PageView view : views) {
            held += view.liveCount();
        }
        moment = new Moment(views.clone(), held, updates, newestChange);
    }

    private void add(float[] vector, float factor) {
        for (int i = 0; i < dimensions; i++) {
            sum[i] += (double) vector[i] * factor;
        }
    }

    private int indexOf(Page page) {
        for (int i = 0; i < views.length; i++) {
            if (views[i].page() == page) {
                return i;
            }
        }
        throw new IllegalStateException(
                "A post lies on page %d, which is gone".formatted(page.number()));
    }

    /** What makes a vector one of length 1; 0 if it has none. */
    static float factor(float[] vector) {
        double square = 0;
        for (float component : vector) {
            square += (double) component * component;
        }
        return square == 0 ? 0f : (float) (1 / Math.sqrt(square));
    }
}
