package io.nearline.bench.task;

import com.fasterxml.jackson.databind.json.JsonMapper;

/** How settings, requests and answers are written between processes: one line each. */
public final class Json {
    public static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}
}
