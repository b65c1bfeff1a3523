"""The rules for consumers by hand: python3 topics/examples/plain_consumer.py localhost:9092
Needs avro and confluent_kafka: Debian's python3-avro and python3-confluent-kafka, or pip's."""
import io, pathlib, struct, sys, avro.io, avro.schema

HISTORY = pathlib.Path(__file__).resolve().parents[2] / "schemas/src/main/resources/io/nearline/schemas/history"
VERSIONS = {  # bytes 2 to 10 of a value: the table in schemas/README.md
    "f1a8f4b635013ba0": "IndexUpdate.v1", "e41b015bc229a9d5": "IndexUpdate.v2", "fe503c7af3481a22": "IndexUpdate.v3",
    "19be849724d52a28": "ModelStatus.v1", "87e2ed9c504082f1": "ModelServing.v1"}
READERS = {one: avro.io.DatumReader(avro.schema.parse((HISTORY / (one + ".avsc")).read_text())) for one in VERSIONS.values()}
COMPONENT = {"FLOAT32": "f", "FLOAT16": "e", "INT8": "b"}

def decode(value, kind):
    version = VERSIONS.get(value[2:10].hex(), "") if value[:2] == b"\xc3\x01" else ""
    if not version.startswith(kind + "."):
        raise ValueError("no " + kind + " that is known here")  # a newer writer? raise an alarm
    return READERS[version].read(avro.io.BinaryDecoder(io.BytesIO(value[10:])))

class Consumer:
    def __init__(self): self.posts, self.revisions, self.decided, self.serving, self.queried = {}, {}, {}, {}, None
    def accept(self, topic, key, value):
        try:
            if topic == "index-control": self.decide(*key.decode().partition("@"), value)
            else: self.apply(*key.decode().rpartition("@"), value)
        except Exception as why:  # what cannot be understood changes nothing
            print("passed over:", type(why).__name__, file=sys.stderr)
    def apply(self, post, at, model, value):
        key = (post, model)
        if self.state(model) == "RETIRED": return
        if value is None: return [held.pop(key, None) for held in (self.posts, self.revisions)]  # a tombstone
        update = decode(value, "IndexUpdate")
        if (update["postId"], update["modelName"]) != key or update["kind"] == "UNKNOWN": return
        if self.revisions.get(key, update["revision"]) > update["revision"]: return
        self.revisions[key] = update["revision"]  # of a delete too: forget it after some days
        self.posts.pop(key, None)
        if update["kind"] == "UPSERT":
            layout = "<%d%s" % (update["dimensions"], COMPONENT[update["vectorEncoding"]])
            components = struct.unpack(layout, update["vector"])
            self.posts[key] = dict(update, vector=[one * update["vectorScale"] for one in components])
    def decide(self, model, at, kind, value):
        said = decode(value, {"": "ModelStatus", "serving": "ModelServing"}[kind])
        held = {"": self.decided, "serving": self.serving}[kind]
        if said["modelName"] == model and said.get("sequence", 0) >= held.get(model, {}).get("sequence", 0): held[model] = said
        self.posts = {key: post for key, post in self.posts.items() if self.state(key[1]) != "RETIRED"}
        active = sorted((one for one in self.decided.values() if one["state"] == "ACTIVE"), key=lambda one: one["sequence"])
        served = [one for one in self.serving.values() if one["state"] == "SERVING" and self.state(one["modelName"]) != "RETIRED"]
        before = self.queried if self.queried and self.state(self.queried["modelName"]) != "RETIRED" else None
        self.queried = active[-1] if active else before or (served[0] if len(served) == 1 else None)
    def state(self, model): return self.decided.get(model, {}).get("state")

if __name__ == "__main__":
    import confluent_kafka
    mine, settings = Consumer(), {"bootstrap.servers": sys.argv[1], "group.id": "unused", "isolation.level": "read_committed"}
    kafka = confluent_kafka.Consumer(settings)
    kafka.assign([confluent_kafka.TopicPartition(topic, partition, confluent_kafka.OFFSET_BEGINNING)
                  for topic in ("index-control", "index-updates") for partition in kafka.list_topics(topic).topics[topic].partitions])
    while True:
        for record in kafka.consume(500, timeout=1):
            if not record.error(): mine.accept(record.topic(), record.key(), record.value())
        print(len(mine.posts), "vectors, queries go to", mine.queried and mine.queried["modelName"])
