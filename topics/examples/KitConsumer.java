// The consumer kit with a store in memory; put your own UpdateStore in its place.
// java -cp "$(cat cli/target/command.classpath)" topics/examples/KitConsumer.java localhost:9092
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.consume.*;
import java.util.concurrent.TimeUnit;

public class KitConsumer {
    public static void main(String[] arguments) throws InterruptedException {
        MemoryStore store = new MemoryStore();
        Cluster cluster = Cluster.at(arguments[0]);
        try (UpdateConsumer consumer =
                new UpdateConsumer(cluster, store, ConsumerOptions.defaults())) {
            Thread thread = new Thread(consumer, "consumer");
            thread.start();
            while (thread.isAlive()) {
                ConsumerStatus now = consumer.status();
                System.out.printf(
                        "%s: %d vectors, %s records behind, p99 %s, queries go to %s%n",
                        now.state(),
                        store.posts().size(),
                        now.recordsBehind(),
                        now.freshness().percentile(0.99),
                        store.queried());
                TimeUnit.SECONDS.sleep(1);
            }
            System.err.println("the consumer ended: " + consumer.status().problem().orElse("it was closed"));
            System.exit(1);
        }
    }
}
