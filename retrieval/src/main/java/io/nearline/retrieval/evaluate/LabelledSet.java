package io.nearline.retrieval.evaluate;

import java.io.IOException;
import java.util.List;

/** Texts with labels that a model can be measured by. */
sealed interface LabelledSet
        permits SentencePairs, RetrievalSet, ClusterSet, TranslationSet, NeighbourSet {

    /** What it holds, in numbers, for people. */
    String contents();

    /** Measures a model. */
    List<Measured> measure(TextVectors model) throws IOException;
}
