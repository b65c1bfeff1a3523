package io.nearline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.faults.search.SearchCampaign;
import io.nearline.faults.search.SearchCampaign.Part;
import io.nearline.faults.search.SearchPlan;
import io.nearline.faults.search.SearchResult;
import io.nearline.testcluster.WorkDirectory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of the campaign against the query service. */
class SearchCampaignITCase {

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void nothingIsLostDoubledResurrectedStaleOrMixedWhateverHappensToTheService() {
        long seed = System.nanoTime() & 0xFFFFFFFFL;
        System.out.println("SearchCampaignITCase seed " + seed);
        SearchPlan plan = SearchPlan.brief(seed, WorkDirectory.fresh(SearchCampaignITCase.class));

        List<SearchResult> results =
                new SearchCampaign(plan, System.out).run(List.of(Part.values()));

        assertThat(results).flatExtracting(SearchResult::findings).isEmpty();
    }
}
