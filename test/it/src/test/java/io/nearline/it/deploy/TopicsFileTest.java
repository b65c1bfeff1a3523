package io.nearline.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.nearline.testcluster.Artifacts;
import io.nearline.topics.cluster.TopicPlan;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicsFileTest {
    private final Map<String, JsonNode> topics = new TreeMap<>();

    @BeforeEach
    void readFile() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        try (MappingIterator<JsonNode> documents =
                yaml.readerFor(JsonNode.class)
                        .readValues(Artifacts.source("deploy/kafka/topics.yaml").toFile())) {
            documents.forEachRemaining(
                    topic -> topics.put(topic.at("/spec/topicName").asText(), topic));
        }
    }

    @Test
    void holdsEveryTopicOfThePlanWithItsSettings() {
        for (TopicPlan plan : TopicPlan.values()) {
            JsonNode topic = topics.remove(plan.defaultName());
            assertThat(topic).as(plan.defaultName()).isNotNull();
            Map<String, String> settings = settingsOf(topic);
            assertThat(settings).as(plan.defaultName()).containsAllEntriesOf(plan.settings());
        }
        assertThat(topics).as("topics that are not in the plan").isEmpty();
    }

    @Test
    void keepsEveryRecordOnTwoBrokersWhileOneIsAway() {
        assertThat(topics.values())
                .allSatisfy(
                        topic -> {
                            assertThat(topic.at("/spec/replicas").asInt()).isEqualTo(3);
                            assertThat(settingsOf(topic)).containsEntry("min.insync.replicas", "2");
                        });
    }

    private static Map<String, String> settingsOf(JsonNode topic) {
        Map<String, String> settings = new TreeMap<>();
        topic.at("/spec/config")
                .properties()
                .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asText()));
        return settings;
    }
}
