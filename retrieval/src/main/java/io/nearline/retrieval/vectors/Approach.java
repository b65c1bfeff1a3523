package io.nearline.retrieval.vectors;

/** How the nearest of many posts are looked for. */
public enum Approach {
    /** By whichever is faster: a graph is made of millions of posts only. */
    AUTO,
    /** By scanning the codes of all that are selected. Needs no graph and sees every update. */
    SCAN,
    /** Along a graph of neighbours, wherever one fits the selection. */
    HNSW
}
