package io.nearline.retrieval.vectors;

import java.util.Set;

/**
 * Posts that must not be found, as the hashes of their ids in a table that fits into a processor's
 * cache. Ten thousand of them are looked at only for posts that are about to be found; to look up
 * where each of them lies would take longer than the search.
 */
final class Exclusions {

    private static final int ROOM = 4;

    private final Set<String> postIds;
    private final int[] table;
    private final boolean holdsZero;

    Exclusions(Set<String> postIds) {
        this.postIds = postIds;
        this.table = new int[Integer.highestOneBit(Math.max(1, postIds.size())) * ROOM];
        boolean zero = false;
        for (String postId : postIds) {
            int hash = postId.hashCode();
            zero |= hash == 0;
            table[placeOf(hash)] = hash;
        }
        this.holdsZero = zero;
    }

    int size() {
        return postIds.size();
    }

    boolean contains(Page page, int slot) {
        int hash = page.idHash(slot);
        return mayContain(hash) && postIds.contains(page.entry(slot).postId());
    }

    boolean contains(String postId) {
        return postIds.contains(postId);
    }

    private boolean mayContain(int hash) {
        return hash == 0 ? holdsZero : table[placeOf(hash)] == hash;
    }

    /**
     * Where a hash is, or the free place where it would be. At least half of the places are free.
     */
    private int placeOf(int hash) {
        int place = mixed(hash) & (table.length - 1);
        while (table[place] != 0 && table[place] != hash) {
            place = (place + 1) & (table.length - 1);
        }
        return place;
    }

    /** Hashes of ids that are numbers differ in few bits. */
    private static int mixed(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 16);
    }
}
