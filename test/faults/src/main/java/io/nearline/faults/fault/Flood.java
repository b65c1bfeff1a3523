package io.nearline.faults.fault;

import io.nearline.faults.agent.ModelOrder.Act;
import io.nearline.faults.rig.Rig;
import io.nearline.faults.rig.Site;

/** Three times what the models can do, for some time, and then the usual. */
final class Flood implements Fault {
    /** Four workers of 40 ms a text. */
    private static final int CAPACITY = 100;

    private static final int SLOWER_BY_MILLIS = 40;

    /** Every second event has a new text. */
    private static final int EVENTS_PER_TEXT = 2;

    @Override
    public String name() {
        return "flood";
    }

    @Override
    public String what() {
        return "three times as many posts as the models can embed, for 10 s";
    }

    @Override
    public Site site() {
        return Site.STANDARD;
    }

    @Override
    public void inject(Rig rig) {
        rig.model().order(Act.BE_SLOW, SLOWER_BY_MILLIS);
        rig.writer().rate(3 * EVENTS_PER_TEXT * CAPACITY);
        SimpleFault.last(10);
    }

    @Override
    public void heal(Rig rig) {
        rig.writer().rate(rig.options().rate());
    }

    @Override
    public void tidy(Rig rig) {
        rig.model().work();
    }

    @Override
    public boolean watchesCheckpoints() {
        return true;
    }
}
