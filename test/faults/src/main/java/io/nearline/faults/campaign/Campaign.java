package io.nearline.faults.campaign;

import io.nearline.faults.fault.Fault;
import io.nearline.faults.rig.Rig;
import io.nearline.faults.rig.RigOptions;
import io.nearline.faults.rig.Site;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tries the faults of a plan, those of one site on one deployment. A deployment in which a rule was
 * broken is not used any more.
 */
public final class Campaign {
    private final CampaignPlan plan;
    private final PrintStream out;
    private final Consumer<FaultResult> report;
    private int deployments;

    /**
     * @param out for a line an injection
     * @param report takes each result as soon as it is there: a campaign lasts for hours
     */
    public Campaign(CampaignPlan plan, PrintStream out, Consumer<FaultResult> report) {
        this.plan = plan;
        this.out = out;
        this.report = report;
    }

    /** Runs it and returns what came of each fault, in the order of the plan's sites. */
    public List<FaultResult> run() {
        List<FaultResult> results = new ArrayList<>();
        bySite().forEach((site, faults) -> results.addAll(runAt(site, faults)));
        return results;
    }

    private Map<Site, List<Fault>> bySite() {
        Map<Site, List<Fault>> bySite = new LinkedHashMap<>();
        for (Fault fault : plan.faults()) {
            bySite.computeIfAbsent(fault.site(), site -> new ArrayList<>()).add(fault);
        }
        return bySite;
    }

    private List<FaultResult> runAt(Site site, List<Fault> faults) {
        Optional<String> missing = site.missing();
        if (missing.isPresent()) {
            faults.forEach(f -> out.printf("%-24s skipped: %s%n", f.name(), missing.get()));
            return faults.stream()
                    .map(fault -> FaultResult.skipped(fault.name(), missing.get()))
                    .toList();
        }
        List<FaultResult> results = new ArrayList<>();
        List<Fault> left = new ArrayList<>(faults);
        while (!left.isEmpty()) {
            try (Rig rig = start(site)) {
                runOn(rig, left, results);
            } catch (RuntimeException e) {
                // The faults of other sites can still be tried.
                out.printf("the cluster (%s) could not be put up: %s%n", site, e);
                results.add(FaultResult.notTried(left.remove(0).name(), e));
            }
        }
        return List.copyOf(results);
    }

    /** Tries what is left, and takes it away, until all is tried or a rule was broken. */
    private void runOn(Rig rig, List<Fault> left, List<FaultResult> results) {
        Trial trial = new Trial(rig, out);
        boolean sound = true;
        while (sound && !left.isEmpty()) {
            FaultResult result = trial.run(left.get(0), plan.times());
            left.remove(0);
            results.add(result);
            report.accept(result);
            sound = result.violations().isEmpty();
        }
    }

    private Rig start(Site site) {
        deployments++;
        out.printf("starting a cluster (%s)%n", site);
        return Rig.start(
                site,
                new RigOptions(
                        plan.directory().resolve("deployment-" + deployments),
                        plan.seed() + deployments,
                        plan.posts(),
                        plan.rate(),
                        plan.outage(),
                        plan.bound()));
    }
}
