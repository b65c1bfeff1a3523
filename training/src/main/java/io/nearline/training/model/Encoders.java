package io.nearline.training.model;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The encoders of a model: that of its posts, and a tower for each role whose texts have layers for
 * themselves. All give vectors of one space. Owns the encoders.
 */
public final class Encoders implements AutoCloseable {
    private final Encoder posts;
    private final Map<Role, Encoder> towers = new EnumMap<>(Role.class);

    private Encoders(Encoder posts) {
        this.posts = posts;
    }

    /** One that all texts go through. */
    public static Encoders of(Encoder encoder) {
        return new Encoders(encoder);
    }

    /**
     * With the towers that have layers of their own, which begin as those of the posts.
     *
     * @param posts whose learned part is set
     */
    public static Encoders of(Encoder posts, Map<Role, Tower> towers) {
        Encoders encoders = new Encoders(posts);
        towers.forEach(
                (role, tower) -> {
                    if (tower.layers() > 0) {
                        encoders.towers.put(role, posts.tower(role, tower.layers()));
                    }
                });
        return encoders;
    }

    /** That of the posts. */
    public Encoder posts() {
        return posts;
    }

    /** Those that have layers of their own, by the role of their texts. */
    public Map<Role, Encoder> towers() {
        return Map.copyOf(towers);
    }

    /** The role whose encoder reads texts of a role: its own, or that of the posts. */
    public Role entry(Role role) {
        return towers.containsKey(role) ? role : Role.PASSAGE;
    }

    /**
     * The weights that one tower has for itself.
     *
     * @param role of its texts; of the posts, none
     */
    public List<Parameter> own(Role role) {
        Encoder tower = towers.get(role);
        return tower == null
                ? List.of()
                : tower.parameters().stream()
                        .filter(weight -> !posts.parameters().contains(weight))
                        .toList();
    }

    private Encoder reading(Role entry) {
        return towers.getOrDefault(entry, posts);
    }

    private Stream<Encoder> all() {
        return Stream.concat(Stream.of(posts), towers.values().stream());
    }

    /** Numbers in a vector. */
    public int dimensions() {
        return posts.dimensions();
    }

    /** All weights, each once. */
    public List<Parameter> parameters() {
        return all().flatMap(one -> one.parameters().stream()).distinct().toList();
    }

    /** The weights that learn, each once; those of the posts first. */
    public List<Parameter> learning() {
        return all().flatMap(one -> one.learning().stream()).distinct().toList();
    }

    /** How many layers from the first learn in none of them. */
    public int frozenLayers() {
        return all().mapToInt(Encoder::frozenLayers).min().orElse(0);
    }

    /**
     * What a token takes from its forward pass until the backward pass is done, in bytes, at most.
     *
     * @param length tokens of its text, padding included
     */
    public long bytesAToken(int length) {
        return all().mapToLong(one -> one.bytesAToken(length)).max().orElse(0);
    }

    /** As {@link Encoder#keep}, for all of them. */
    public void keep(FrozenOutputs outputs) {
        all().forEach(one -> one.keep(outputs));
    }

    /** As {@link Encoder#prepare}. */
    public void prepare(List<InputText> texts) {
        // What is frozen in all of them is the same in all of them.
        posts.prepare(texts.stream().map(InputText::ids).toList());
    }

    /**
     * Vectors of length 1, {@code [text, dimension]}, in the texts' order.
     *
     * @param step owns the result
     */
    public Tensor embed(Scope step, List<InputText> texts) {
        List<Tensor> parts = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        byEntry(texts)
                .forEach(
                        (entry, places) -> {
                            parts.add(reading(entry).embed(step, ids(texts, places)));
                            order.addAll(places);
                        });
        return parts.size() == 1 ? parts.get(0) : inOrder(step, Tensor.joined(parts), order);
    }

    /** A product with ones: it lets the gradient through. */
    private static Tensor inOrder(Scope step, Tensor rows, List<Integer> order) {
        int count = order.size();
        float[] ones = new float[count * count];
        for (int row = 0; row < count; row++) {
            ones[order.get(row) * count + row] = 1;
        }
        return step.floats(ones, count, count).product(rows);
    }

    /** As {@link #embed}, without learning: the same numbers. */
    public List<float[]> vectors(List<InputText> texts) {
        float[][] vectors = new float[texts.size()][];
        byEntry(texts)
                .forEach(
                        (entry, places) -> {
                            List<float[]> some = reading(entry).vectors(ids(texts, places));
                            for (int i = 0; i < some.size(); i++) {
                                vectors[places.get(i)] = some.get(i);
                            }
                        });
        return Arrays.asList(vectors);
    }

    private static Map<Role, List<Integer>> byEntry(List<InputText> texts) {
        Map<Role, List<Integer>> places = new EnumMap<>(Role.class);
        for (int i = 0; i < texts.size(); i++) {
            places.computeIfAbsent(texts.get(i).entry(), entry -> new ArrayList<>()).add(i);
        }
        return places;
    }

    private static List<int[]> ids(List<InputText> texts, List<Integer> places) {
        return places.stream().map(place -> texts.get(place).ids()).toList();
    }

    @Override
    public void close() {
        towers.values().forEach(Encoder::close);
        posts.close();
    }
}
