package io.nearline.bench.task;

import com.fasterxml.jackson.databind.JsonNode;

/** What a worker does when asked. */
@FunctionalInterface
public interface Task {

    /**
     * Does it once.
     *
     * @param request what exactly
     * @return an object that {@link Json} can write
     */
    Object run(JsonNode request) throws Exception;
}
