"""Plays the recorded scenarios to a consumer: python3 topics/examples/conformance.py

Takes plain_consumer.Consumer; put your own in its place. Says what is wrong, and ends with 1 if anything is.
"""
import base64, json, pathlib, sys
import plain_consumer

SCENARIOS = pathlib.Path(__file__).resolve().parents[1] / "src/main/resources/io/nearline/topics/conformance"
SAME = ("modelDigest", "revision", "language", "attributes")

def problems(name, consumer):
    for line in (SCENARIOS / (name + ".records.jsonl")).read_text().splitlines():
        record = json.loads(line)
        key, value = (None if record[part] is None else base64.b64decode(record[part]) for part in ("key", "value"))
        consumer.accept(record["topic"], key, value)
    expected = json.loads((SCENARIOS / (name + ".expected.json")).read_text())["state"]
    queried = consumer.queried and {"name": consumer.queried["modelName"], "digest": consumer.queried["modelDigest"]}
    if queried != expected["queried"]:
        yield "queries: expected %s, found %s" % (expected["queried"], queried)
    wanted = {(post["postId"], post["modelName"]): post for post in expected["posts"]}
    for key in sorted(wanted.keys() | consumer.posts.keys()):
        want, held = wanted.get(key), consumer.posts.get(key)
        if not want or not held or any(want[field] != held[field] for field in SAME):
            yield "%s: expected %s, found %s" % (key, want and want["revision"], held and held["revision"])
        elif len(want["vector"]) != len(held["vector"]) or any(
                abs(one - other) > 1e-6 for one, other in zip(want["vector"], held["vector"])):
            yield "%s: another vector" % (key,)

if __name__ == "__main__":
    found = [(name, problem) for name in (SCENARIOS / "scenarios.txt").read_text().split()
             for problem in problems(name, plain_consumer.Consumer())]
    for name, problem in found:
        print(name + ":", problem)
    print(len(found), "problems")
    sys.exit(1 if found else 0)
