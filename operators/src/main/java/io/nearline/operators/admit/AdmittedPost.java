package io.nearline.operators.admit;

import io.nearline.operators.assemble.PostText;
import java.util.List;

/**
 * A revision that is the newest known, and what each model has to do for it.
 *
 * @param post the post and its text
 * @param tasks one per model, in the order of the configuration
 */
public record AdmittedPost(PostText post, List<ModelTask> tasks) {}
