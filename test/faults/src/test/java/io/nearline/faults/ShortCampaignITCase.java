package io.nearline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.faults.campaign.Campaign;
import io.nearline.faults.campaign.CampaignPlan;
import io.nearline.faults.campaign.FaultResult;
import io.nearline.faults.campaign.ResultTable;
import io.nearline.faults.fault.FaultCatalog;
import io.nearline.testcluster.WorkDirectory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of the campaign: lost processes, a model that fails, rubbish, no broker. */
class ShortCampaignITCase {

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void everyPostIsRightAgainAfterEachFaultWhileEditsGoOn() {
        long seed = System.nanoTime() & 0xFFFFFFFFL;
        System.out.println("ShortCampaignITCase seed " + seed);
        CampaignPlan plan =
                new CampaignPlan(
                        FaultCatalog.ofShortForm(),
                        1,
                        seed,
                        60,
                        15,
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(5),
                        WorkDirectory.fresh(ShortCampaignITCase.class));

        List<FaultResult> results = new Campaign(plan, System.out, result -> {}).run();

        System.out.print(ResultTable.of(results, "seed " + seed));
        assertThat(results).flatExtracting(FaultResult::violations).isEmpty();
        assertThat(results).extracting(FaultResult::times).containsOnly(1);
    }
}
