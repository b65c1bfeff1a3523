package io.nearline.operators.model;

/**
 * What was decided about one model, as the index-control topic tells it.
 *
 * @param model the model
 * @param phase where it is to be
 * @param sequence number of the decision, higher than those before it
 */
public record ModelDecision(ModelRef model, ModelPhase phase, long sequence) {}
