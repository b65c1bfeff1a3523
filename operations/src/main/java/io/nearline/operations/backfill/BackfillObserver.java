package io.nearline.operations.backfill;

import io.nearline.operations.backfill.submit.JobHealth;
import io.nearline.schemas.BackfillReport;
import java.net.URI;

/** Told what happens while a backfill starts and runs; asked whether it shall stop. */
public interface BackfillObserver {

    /** It may start, but its submitter should know this. */
    void warning(String warning);

    /** It is about to run in this process; from now on it is asked whether it shall stop. */
    void runsHere(String id);

    /** Whether the one in this process shall pause; asked several times a second. */
    boolean isStopWanted();

    /**
     * A Flink cluster has taken it.
     *
     * @param job Flink's id of the job
     * @param rest the cluster's REST endpoint
     */
    void runsAt(URI rest, String job, String id);

    /** Its job has reported, and is like this. */
    void progress(BackfillReport report, JobHealth health);

    /** What else happens, for people. */
    void notice(String notice);
}
