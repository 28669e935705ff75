#!/usr/bin/env python3
"""A scheduler of one's own, outside: keeps COUNT tasks of a definition running, placed by a rule of its own.

Usage: scheduler.py DEFINITION COUNT [--cluster NAME] [--racks r1,r2,…]

It takes a snapshot, follows the events from there, and starts tasks with StartTask. The rule: racks in the order they
are given, in a rack the container instance with the most free memory; the next task goes to the next rack. Python 3.8,
nothing but its standard library. The control plane and the key are those of `eval "$(./berth env)"`.
"""
import argparse, datetime, hashlib, hmac, json, os, sys, time, urllib.error, urllib.parse, urllib.request

ECS = "AmazonEC2ContainerServiceV20141113."
TAG = "example-scheduler"


def call(target, request):
    """One signed call (AWS Signature Version 4); its answer, or the error as an exception."""
    url = os.environ["AWS_ENDPOINT_URL"].rstrip("/") + "/"
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION", "us-east-1")
    body = json.dumps(request).encode()
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers = {"content-type": "application/x-amz-json-1.1", "host": urllib.parse.urlsplit(url).netloc,
               "x-amz-date": now, "x-amz-target": target}
    names = ";".join(sorted(headers))
    canonical = "\n".join(["POST", "/", "", *(f"{name}:{headers[name]}" for name in sorted(headers)), "", names,
                           hashlib.sha256(body).hexdigest()])
    scope = f"{now[:8]}/{region}/ecs/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"]).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    headers["authorization"] = (f"AWS4-HMAC-SHA256 Credential={os.environ['AWS_ACCESS_KEY_ID']}/{scope}, "
                                f"SignedHeaders={names}, "
                                f"Signature={hmac.new(key, text.encode(), hashlib.sha256).hexdigest()}")
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        fault = json.load(refused)
        raise Refused(fault.get("__type", "?"), fault.get("message", "?")) from None


class Refused(Exception):
    def __init__(self, kind, message):
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class Cluster:
    """What is true of a cluster: a snapshot, brought up to date by events."""

    def __init__(self, name):
        self.name = name
        self.look()

    def look(self):
        snapshot = call("Berth.Snapshot", {"cluster": self.name})
        self.revision = snapshot["revision"]
        self.nodes = {node["containerInstanceArn"]: node for node in snapshot["containerInstances"]}
        self.tasks = {task["taskArn"]: task for task in snapshot["tasks"]}

    def follow(self):
        """Waits until something happens, at most 20 seconds."""
        try:
            page = call("Berth.Events", {"cluster": self.name, "after": self.revision, "waitSeconds": 20})
        except Refused as refused:
            if refused.kind != "ResourceNotFoundException":
                raise
            return self.look()  # We slept longer than events are kept.
        for event in page["events"]:
            self.take(event["detailType"], event["detail"])
        self.revision = page["revision"]

    def take(self, kind, detail):
        if kind == "ECS Task State Change":
            over = detail["lastStatus"] == "STOPPED"
            self.put(self.tasks, detail["taskArn"], None if over else detail)
        elif kind == "ECS Container Instance State Change":
            gone = detail["status"] == "INACTIVE"
            self.put(self.nodes, detail["containerInstanceArn"], None if gone else detail)

    @staticmethod
    def put(table, key, value):
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value


def attribute(node, name):
    return next((each.get("value") for each in node["attributes"] if each["name"] == name), None)


def free_memory(node):
    return next(each["integerValue"] for each in node["remainingResources"] if each["name"] == "MEMORY")


def candidates(cluster, rack):
    """A rack's container instances that take tasks, the one with the most free memory in front."""
    ready = [node for node in cluster.nodes.values() if node["status"] == "ACTIVE" and node["agentConnected"]
             and (rack is None or attribute(node, "berth.rack") == rack)]
    return sorted(ready, key=lambda node: (-free_memory(node), node["containerInstanceArn"]))


def place(cluster, definition, rack):
    """Starts one task in a rack if anything there takes it; whether it did."""
    for node in candidates(cluster, rack):
        answer = call(ECS + "StartTask", {"cluster": cluster.name, "taskDefinition": definition, "startedBy": TAG,
                                          "containerInstances": [node["containerInstanceArn"]]})
        for task in answer["tasks"]:
            cluster.tasks[task["taskArn"]] = task  # The event says so too; we need not wait for it.
            print(f"{task['taskArn']} on {node['containerInstanceArn']}", flush=True)
            return True
        print(f"not on {node['containerInstanceArn']}: {answer['failures'][0].get('detail')}", file=sys.stderr)
    return False


def main():
    options = argparse.ArgumentParser(description="Keeps tasks running, placed by a rule of its own.")
    options.add_argument("definition")
    options.add_argument("count", type=int)
    options.add_argument("--cluster", default="default")
    options.add_argument("--racks", help="in the order they are to be used; without it racks do not matter")
    asked = options.parse_args()
    racks = asked.racks.split(",") if asked.racks else [None]
    cluster, turn = Cluster(asked.cluster), 0
    while True:
        own = [task for task in cluster.tasks.values()
               if task.get("startedBy") == TAG and task["desiredStatus"] != "STOPPED"]
        wanted = asked.count - len(own)
        for _ in range(max(0, wanted)):
            tried = [racks[(turn + i) % len(racks)] for i in range(len(racks))]
            turn += 1
            if not any(place(cluster, asked.definition, rack) for rack in tried):
                break  # Nothing takes it now: the next event may change that.
        try:
            cluster.follow()
        except (OSError, Refused) as trouble:  # The control plane restarts; what it keeps, it still knows then.
            print(f"again in a second: {trouble}", file=sys.stderr)
            time.sleep(1)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
