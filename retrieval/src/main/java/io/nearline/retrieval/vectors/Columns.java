package io.nearline.retrieval.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * Language and attributes of a page's posts as hashes of 32 bits, one array a name, so that a
 * condition is a scan of one array. Two values may share a hash: whoever finds a post looks at the
 * value itself. Slots are written before readers learn of them; a further name is a further
 * instance.
 */
final class Columns {

    /** More names than this on one page are looked up post by post. */
    static final int MOST = 32;

    /** No value. */
    static final int ABSENT = 0;

    private static final int SEED = 0x6e6c;

    private final int slots;
    private final Map<String, int[]> byName;
    private final int[] languages;
    private final boolean complete;

    Columns(int slots) {
        this(slots, Map.of(), new int[slots], true);
    }

    private Columns(int slots, Map<String, int[]> byName, int[] languages, boolean complete) {
        this.slots = slots;
        this.byName = byName;
        this.languages = languages;
        this.complete = complete;
    }

    /** Writes the values of a post; the columns from now on. */
    Columns with(int slot, PostFacts facts) {
        Columns columns = this;
        languages[slot] = facts.language() == null ? ABSENT : hash(facts.language());
        for (Map.Entry<String, String> attribute : facts.attributes().entrySet()) {
            columns = columns.withName(attribute.getKey());
            int[] column = columns.byName.get(attribute.getKey());
            if (column != null) {
                column[slot] = hash(attribute.getValue());
            }
        }
        return columns;
    }

    int[] languages() {
        return languages;
    }

    /** Hashes of the values of an attribute by slot; null if no post of the page has a column. */
    int @Nullable [] of(String name) {
        return byName.get(name);
    }

    /** Whether a name without a column is one that no post of the page has. */
    boolean isComplete() {
        return complete;
    }

    /** Never {@link #ABSENT}. */
    static int hash(String value) {
        byte[] bytes = value.getBytes(UTF_8);
        int hash = StringHelper.murmurhash3_x86_32(bytes, 0, bytes.length, SEED);
        return hash == ABSENT ? 1 : hash;
    }

    private Columns withName(String name) {
        if (byName.containsKey(name)) {
            return this;
        }
        if (byName.size() == MOST) {
            return complete ? new Columns(slots, byName, languages, false) : this;
        }
        Map<String, int[]> more = new HashMap<>(byName);
        more.put(name, new int[slots]);
        return new Columns(slots, more, languages, complete);
    }
}
