package io.nearline.stores;

import io.nearline.topics.conformance.HeldState;
import io.nearline.topics.conformance.StoreConformance;
import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;

/**
 * Where an example keeps what it is given.
 *
 * @param opening opens the example
 * @param holding reads what lies there, past the example
 * @param clearing takes all of it away
 */
record ExamplePlace(Opening opening, Holding holding, Clearing clearing)
        implements StoreConformance.Place {

    interface Opening {
        UpdateStore open() throws IOException;
    }

    interface Holding {
        HeldState held() throws IOException;
    }

    interface Clearing {
        void clear() throws IOException;
    }

    @Override
    public UpdateStore open() throws IOException {
        return opening.open();
    }

    @Override
    public HeldState held(UpdateStore store) throws IOException {
        store.commit(store.position());
        return holding.held();
    }

    @Override
    public void clear() throws IOException {
        clearing.clear();
    }
}
