package io.nearline.operators.model;

/**
 * How a model stands with the job: a state value of {@code announce-models} and {@code
 * admit-newest}.
 *
 * @param model the model
 * @param phase where it is
 * @param term how many times it began to serve: 0 for never, until when its name is free
 */
public record ModelStanding(ModelRef model, ModelPhase phase, int term) {

    /** A model that serves since the job's first start. */
    public static ModelStanding configured(ModelRef model) {
        return new ModelStanding(model, ModelPhase.CONFIGURED, 1);
    }

    ModelStanding in(ModelPhase next) {
        return new ModelStanding(model, next, term);
    }

    /** Whether the name stands for the digest, so that no other may have it. */
    boolean isBound() {
        return term > 0;
    }

    /**
     * What a post remembers if it was embedded with this model in this term. Vectors of an earlier
     * term were swept from state, so a post that remembers one has to be embedded again.
     */
    public String mark() {
        return term <= 1 ? model.digest() : model.digest() + '#' + term;
    }
}
