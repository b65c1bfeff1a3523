package io.nearline.topics.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.IndexKey;
import io.nearline.topics.consume.MapStore;
import io.nearline.topics.consume.ModelChoice;
import io.nearline.topics.consume.Position;
import io.nearline.topics.consume.UpdateStore;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StoreConformanceTest {

    @Test
    void aStoreOfMapsIsRight() {
        assertThat(StoreConformance.problems(place(MapStore::new))).isEmpty();
    }

    @Test
    void aStoreThatDoesNotRememberDeletesIsFound() {
        assertThat(
                        StoreConformance.problems(
                                place(
                                        disk ->
                                                new MapStore(disk) {
                                                    @Override
                                                    public void delete(
                                                            IndexKey key, long number, Instant at) {
                                                        erase(key);
                                                    }
                                                })))
                .anyMatch(problem -> problem.startsWith("held revisions"))
                .anyMatch(problem -> problem.startsWith("03-deletes"));
    }

    @Test
    void aStoreThatKeepsRetiredModelsIsFound() {
        assertThat(
                        StoreConformance.problems(
                                place(
                                        disk ->
                                                new MapStore(disk) {
                                                    @Override
                                                    public void models(ModelChoice choice) {}
                                                })))
                .anyMatch(problem -> problem.startsWith("retired models"))
                .anyMatch(problem -> problem.startsWith("10-retirement"));
    }

    @Test
    void aStoreWhosePositionRunsAheadOfItsDataIsFound() {
        assertThat(
                        StoreConformance.problems(
                                place(
                                        disk ->
                                                new MapStore(disk) {
                                                    private int commits;

                                                    @Override
                                                    public void commit(Position position) {
                                                        if (commits++ % 2 == 0) {
                                                            super.commit(position);
                                                        } else {
                                                            new MapStore(disk).commit(position);
                                                        }
                                                    }
                                                })))
                .anyMatch(problem -> problem.startsWith("16-long-run"));
    }

    private static StoreConformance.Place place(Function<MapStore.Disk, MapStore> open) {
        return new StoreConformance.Place() {
            private MapStore.Disk disk = new MapStore.Disk();

            @Override
            public UpdateStore open() {
                return open.apply(disk);
            }

            @Override
            public HeldState held(UpdateStore store) {
                return KitConsumer.held((MapStore) store);
            }

            @Override
            public void clear() {
                disk = new MapStore.Disk();
            }
        };
    }
}
