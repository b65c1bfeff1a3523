package io.nearline.training.model;

/**
 * Which weights learn; the others are frozen.
 *
 * @param lastLayers as many layers, the last ones
 * @param embeddings what the tables of words, positions and token types do, with the normalisation
 *     behind them
 */
public record LearnedPart(int lastLayers, Embeddings embeddings) {

    /** What the tables do. */
    public enum Embeddings {
        LEARN,
        FROZEN
    }

    boolean includes(String role, int layers) {
        int dot = role.indexOf('.');
        boolean inLayer = Character.isDigit(role.charAt(0));
        return inLayer
                ? Integer.parseInt(role.substring(0, dot)) >= layers - lastLayers
                : embeddings == Embeddings.LEARN;
    }
}
