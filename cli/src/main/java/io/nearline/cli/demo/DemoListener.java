package io.nearline.cli.demo;

import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.IndexUpdate;
import java.net.URI;

/** Is told how a demo gets on, by the thread that runs it. */
public interface DemoListener {

    /** The broker serves at this address and the models serve; feeding begins. */
    void ready(String brokers);

    /** The page and the query service are at this address. */
    void searchable(URI address);

    /** An update came out. */
    void updated(IndexUpdate update);

    /** Where things stand; told once a second. */
    void progress(Summary summary);

    /** Everything was fed; called once, by a run that goes on. */
    void fed();

    /** What happens next, for people. */
    void report(String line);

    /** Where the backfill stands; told about once a second while one runs. */
    void backfilling(BackfillReport report, long merged);
}
