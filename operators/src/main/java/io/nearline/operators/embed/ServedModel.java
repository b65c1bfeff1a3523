package io.nearline.operators.embed;

import io.nearline.embedding.ModelId;
import java.io.Serializable;

/**
 * A model that the job serves.
 *
 * @param id name and digest, fixed when the job was submitted: a task manager that finds another
 *     bundle refuses to serve
 * @param provider how to open it
 */
public record ServedModel(ModelId id, EmbedderProvider provider) implements Serializable {}
