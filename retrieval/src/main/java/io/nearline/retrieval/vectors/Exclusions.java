package io.nearline.retrieval.vectors;

import java.util.Set;

/**
 * Posts that must not be found, as hashes of their ids of 64 bits, in a table that fits into a
 * processor's cache. Ten thousand of them are looked at only for posts that are about to be found,
 * and no id is read: to look up where each lies, or to compare ids, would take longer than the
 * search. That two ids have one hash, so that a post is passed over by mistake, is to be expected
 * once in ten milliards of searches among a million posts with a thousand excluded.
 */
final class Exclusions {

    private static final int ROOM = 4;

    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    /** One bit a hash says of most posts that they are not excluded, from 16 kB. */
    private static final int FILTER_BITS = 1 << 17;

    private static final int FILTER_SHIFT = 40;

    private final Set<String> postIds;
    private final long[] table;
    private final long[] bits = new long[FILTER_BITS / Long.SIZE];
    private final boolean holdsZero;

    Exclusions(Set<String> postIds) {
        this.postIds = postIds;
        this.table = new long[Integer.highestOneBit(Math.max(1, postIds.size())) * ROOM];
        boolean zero = false;
        for (String postId : postIds) {
            long hash = hash(postId);
            zero |= hash == 0;
            table[placeOf(hash)] = hash;
            bits[wordOf(hash)] |= 1L << (hash >>> FILTER_SHIFT);
        }
        this.holdsZero = zero;
    }

    int size() {
        return postIds.size();
    }

    boolean contains(Page page, int slot) {
        if (postIds.isEmpty()) {
            return false;
        }
        long hash = page.idHash(slot);
        if ((bits[wordOf(hash)] >>> (hash >>> FILTER_SHIFT) & 1) == 0) {
            return false;
        }
        return hash == 0 ? holdsZero : table[placeOf(hash)] == hash;
    }

    boolean contains(String postId) {
        return postIds.contains(postId);
    }

    /** Of 64 bits: {@link String#hashCode()} has 32, of which two in 90,000 ids share one. */
    static long hash(String postId) {
        long hash = postId.length();
        for (int i = 0; i < postId.length(); i++) {
            hash = (hash ^ postId.charAt(i)) * FACTOR;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    private static int wordOf(long hash) {
        return (int) (hash >>> (FILTER_SHIFT + 6)) & (FILTER_BITS / Long.SIZE - 1);
    }

    /**
     * Where a hash is, or the free place where it would be. At least half of the places are free.
     */
    private int placeOf(long hash) {
        int place = (int) hash & (table.length - 1);
        while (table[place] != 0 && table[place] != hash) {
            place = (place + 1) & (table.length - 1);
        }
        return place;
    }
}
