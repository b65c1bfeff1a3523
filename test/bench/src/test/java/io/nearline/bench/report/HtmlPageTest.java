package io.nearline.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.bench.measure.Spread;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HtmlPageTest {
    private final Results results = new Results();

    @Test
    void plotsWhatWasMeasured() throws IOException {
        results.put(new Spread(1.31, 1.2, 1.4), "ratio_to_roofline_spread", "int8", "embedder");

        assertThat(new HtmlPage(results.json()).text())
                .contains("<svg", "Throughput, int8", "1.31");
    }

    @Test
    void leavesOutWhatWasNot() throws IOException {
        assertThat(new HtmlPage(results.json()).text()).doesNotContain("<svg", "Freshness");
    }

    @Test
    void escapesWhatComesFromTheMachine() throws IOException {
        results.put("<b>fast</b>", "machine", "cpu");

        assertThat(new HtmlPage(results.json()).text()).contains("&lt;b&gt;fast");
    }

    @Test
    void loadsNothing() throws IOException {
        assertThat(new HtmlPage(results.json()).text()).doesNotContain("http", "<script", "src=");
    }
}
