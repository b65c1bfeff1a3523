package io.nearline.operators.admit;

import io.nearline.operators.model.ModelStanding;
import java.util.List;

/**
 * What the gate remembers of a post: the state value of {@code admit-newest}.
 *
 * @param revision newest revision seen
 * @param contentHash hash of its text and recipe
 * @param models marks of the models that were asked to embed that text ({@link
 *     ModelStanding#mark}); empty once withdrawn
 */
public record PostMemory(long revision, byte[] contentHash, List<String> models) {}
