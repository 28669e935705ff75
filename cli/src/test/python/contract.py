"""What boto3 sees of a running Berth.

Reads AWS_ENDPOINT_URL and credentials from the environment and needs a cluster `default` with one node that has
`busybox:latest`. Prints a line per test and, last, `N passed, N failed` and, if some were, `, N skipped`; exits 1 if any
failed. Skipped is what a boto3 that is older than the operation cannot ask.
With arguments: runs only the tests whose names contain one of them.
"""

import datetime
import os
import sys
import time
import traceback
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

PATIENCE_SECONDS = 60
IMAGE = "busybox:latest"
SERVES = ["sh", "-c", 'trap "exit 0" TERM; sleep 3600 & wait']

# Named here, since boto3 reads the variable by itself only from 1.28 on.
ENDPOINT = os.environ["AWS_ENDPOINT_URL"]

ecs = boto3.client("ecs", endpoint_url=ENDPOINT, config=Config(retries={"total_max_attempts": 1}))


TESTS = []


def test(function):
    TESTS.append(function)
    return function


# --- turns of phrase ------------------------------------------------------------------------------------------------


class Skipped(Exception):
    pass


def needs(operation, *members):
    model = ecs.meta.service_model
    if operation not in model.operation_names:
        raise Skipped(f"boto3 {boto3.__version__} does not know {operation}")
    unknown = set(members) - set(model.operation_model(operation).input_shape.members)
    if unknown:
        raise Skipped(f"boto3 {boto3.__version__} does not know {sorted(unknown)} of {operation}")


def container(name="main", **members):
    return {"name": name, "image": IMAGE, "memory": 32, "command": SERVES, "stopTimeout": 5, **members}


def define(family, *containers, **members):
    return ecs.register_task_definition(
        family=family, networkMode="bridge", containerDefinitions=list(containers) or [container()], **members
    )["taskDefinition"]


def run(definition, **members):
    reply = ecs.run_task(taskDefinition=definition, **members)
    assert reply["failures"] == [], reply["failures"]
    return [task["taskArn"] for task in reply["tasks"]]


def task(arn, **members):
    return ecs.describe_tasks(tasks=[arn], **members)["tasks"][0]


def awaited(arn, status):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        seen = task(arn)
        if seen["lastStatus"] == status:
            return seen
        assert seen["lastStatus"] != "STOPPED", seen
        assert time.monotonic() < deadline, f"not {status} within {PATIENCE_SECONDS} s: {seen}"
        time.sleep(0.05)


def stop(*arns):
    for arn in arns:
        ecs.stop_task(task=arn)
    return [awaited(arn, "STOPPED") for arn in arns]


def refused(code, call, *words, **members):
    try:
        call(**members)
    except ClientError as error:
        said = error.response["Error"]
        assert said["Code"] == code, f"{code} expected, got {error}"
        for word in words:
            assert word in said["Message"], f"'{word}' expected in: {error}"
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        return error.response
    raise AssertionError(f"{code} expected, nothing was refused")


def node():
    return ecs.list_container_instances()["containerInstanceArns"][0]


# --- clusters -------------------------------------------------------------------------------------------------------


@test
def a_cluster_lives_its_whole_life():
    made = ecs.create_cluster(
        clusterName="py-pool",
        tags=[{"key": "team", "value": "blue"}],
        settings=[{"name": "containerInsights", "value": "disabled"}],
    )["cluster"]
    assert made["clusterArn"].endswith(":cluster/py-pool") and made["status"] == "ACTIVE"
    assert made["runningTasksCount"] == made["pendingTasksCount"] == made["registeredContainerInstancesCount"] == 0
    again = ecs.create_cluster(clusterName="py-pool")["cluster"]
    assert again["clusterArn"] == made["clusterArn"]
    plain = ecs.describe_clusters(clusters=["py-pool"])["clusters"][0]
    assert plain["tags"] == [] and plain["statistics"] == [] and plain["settings"] == []
    full = ecs.describe_clusters(clusters=[made["clusterArn"]], include=["TAGS", "SETTINGS", "STATISTICS"])["clusters"][0]
    assert full["tags"] == [{"key": "team", "value": "blue"}]
    assert full["settings"] == [{"name": "containerInsights", "value": "disabled"}]
    assert {one["name"] for one in full["statistics"]} >= {"runningEC2TasksCount", "pendingEC2TasksCount"}
    audit = {"executeCommandConfiguration": {"logging": "OVERRIDE", "logConfiguration": {"cloudWatchLogGroupName": "/a"}}}
    changed = ecs.update_cluster(cluster="py-pool", configuration=audit)["cluster"]
    assert changed["configuration"] == audit and changed["settings"] == full["settings"]
    enabled = [{"name": "containerInsights", "value": "enabled"}]
    assert ecs.update_cluster_settings(cluster="py-pool", settings=enabled)["cluster"]["settings"] == enabled
    seen = ecs.describe_clusters(clusters=["py-pool"], include=["CONFIGURATIONS", "SETTINGS", "TAGS"])["clusters"][0]
    assert (seen["configuration"], seen["settings"], seen["tags"]) == (audit, enabled, full["tags"])
    refused("ClusterNotFoundException", ecs.update_cluster, cluster="py-none", configuration=audit)
    assert made["clusterArn"] in ecs.list_clusters()["clusterArns"]
    assert ecs.delete_cluster(cluster="py-pool")["cluster"]["status"] == "INACTIVE"
    assert made["clusterArn"] not in ecs.list_clusters()["clusterArns"]


@test
def an_unknown_cluster_is_missing_or_not_found():
    failures = ecs.describe_clusters(clusters=["nowhere"])["failures"]
    assert failures[0]["reason"] == "MISSING" and failures[0]["arn"].endswith(":cluster/nowhere")
    refused("ClusterNotFoundException", ecs.list_tasks, cluster="nowhere")
    refused("ClusterNotFoundException", ecs.describe_tasks, cluster="nowhere", tasks=["0" * 32])


@test
def a_cluster_with_nodes_is_not_deleted():
    refused("ClusterContainsContainerInstancesException", ecs.delete_cluster, cluster="default")


@test
def an_empty_cluster_takes_no_tasks():
    ecs.create_cluster(clusterName="py-empty")
    define("py-empty")
    refused(
        "InvalidParameterException",
        ecs.run_task,
        "No Container Instances were found in your cluster.",
        cluster="py-empty",
        taskDefinition="py-empty",
    )
    ecs.delete_cluster(cluster="py-empty")


@test
def clusters_come_in_pages():
    names = [f"py-page-{index}" for index in range(5)]
    for name in names:
        ecs.create_cluster(clusterName=name)
    pages = list(ecs.get_paginator("list_clusters").paginate(PaginationConfig={"PageSize": 2}))
    assert all(len(page["clusterArns"]) <= 2 for page in pages) and len(pages) >= 3
    seen = [arn.rsplit("/", 1)[1] for page in pages for arn in page["clusterArns"]]
    assert set(names) <= set(seen) and len(seen) == len(set(seen))
    assert "nextToken" not in pages[-1]
    refused("InvalidParameterException", ecs.list_clusters, nextToken="made-up")
    for name in names:
        ecs.delete_cluster(cluster=name)


# --- task definitions -----------------------------------------------------------------------------------------------

FULL = {
    "name": "main",
    "image": IMAGE,
    "cpu": 10,
    "memory": 64,
    "memoryReservation": 32,
    "links": ["db:database"],
    "portMappings": [{"containerPort": 80, "hostPort": 0, "protocol": "tcp"}],
    "essential": True,
    "entryPoint": ["sh", "-c"],
    "command": ["sleep 1"],
    "environment": [{"name": "A", "value": "b"}],
    "mountPoints": [{"sourceVolume": "files", "containerPath": "/files", "readOnly": True}],
    "volumesFrom": [{"sourceContainer": "db", "readOnly": False}],
    "linuxParameters": {"capabilities": {"add": ["SYS_PTRACE"], "drop": []}, "initProcessEnabled": True},
    "dependsOn": [{"containerName": "db", "condition": "START"}],
    "startTimeout": 30,
    "stopTimeout": 5,
    "hostname": "harbour",
    "user": "nobody",
    "workingDirectory": "/tmp",
    "disableNetworking": False,
    "privileged": False,
    "readonlyRootFilesystem": True,
    "dnsServers": ["192.0.2.53"],
    "dnsSearchDomains": ["example"],
    "extraHosts": [{"hostname": "h", "ipAddress": "192.0.2.1"}],
    "dockerSecurityOptions": [],
    "interactive": False,
    "pseudoTerminal": False,
    "dockerLabels": {"a": "b"},
    "ulimits": [{"name": "nofile", "softLimit": 10, "hardLimit": 20}],
    "logConfiguration": {"logDriver": "json-file", "options": {"max-size": "1m"}},
    "healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 30, "timeout": 5, "retries": 3},
    "systemControls": [{"namespace": "net.core.somaxconn", "value": "200"}],
}


@test
def a_definition_is_described_as_it_was_registered():
    db = {**container("db"), "essential": False}
    made = define(
        "py-full",
        FULL,
        db,
        volumes=[{"name": "files", "host": {"sourcePath": "/srv"}}],
        placementConstraints=[{"type": "memberOf", "expression": "attribute:ecs.os-type == linux"}],
        cpu="256",
        memory="512",
        requiresCompatibilities=["EC2"],
        runtimePlatform={"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
    )
    seen = ecs.describe_task_definition(taskDefinition="py-full")["taskDefinition"]
    assert seen == made
    assert seen["containerDefinitions"][0] == FULL, seen["containerDefinitions"][0]
    defaults = {"cpu": 0, "environment": [], "mountPoints": [], "volumesFrom": [], "systemControls": [], "portMappings": []}
    assert seen["containerDefinitions"][1] == {**defaults, **db}
    assert seen["volumes"] == [{"name": "files", "host": {"sourcePath": "/srv"}}]
    assert (seen["cpu"], seen["memory"], seen["networkMode"], seen["status"]) == ("256", "512", "bridge", "ACTIVE")
    assert seen["revision"] == 1 and seen["taskDefinitionArn"].endswith(":task-definition/py-full:1")
    assert isinstance(seen["registeredAt"], datetime.datetime) and "registeredBy" in seen
    assert {"name": "com.amazonaws.ecs.capability.docker-remote-api.1.18"} in seen["requiresAttributes"]
    assert "deregisteredAt" not in seen and "pidMode" not in seen


@test
def a_definition_lives_its_whole_life():
    arns = [define("py-life")["taskDefinitionArn"] for _ in range(3)]
    assert [arn.rsplit(":", 1)[1] for arn in arns] == ["1", "2", "3"]
    assert ecs.list_task_definitions(familyPrefix="py-life")["taskDefinitionArns"] == arns
    assert ecs.list_task_definitions(familyPrefix="py-life", sort="DESC")["taskDefinitionArns"] == arns[::-1]
    assert "py-life" in ecs.list_task_definition_families(familyPrefix="py-l")["families"]
    gone = ecs.deregister_task_definition(taskDefinition="py-life:3")["taskDefinition"]
    assert gone["status"] == "INACTIVE" and isinstance(gone["deregisteredAt"], datetime.datetime)
    assert ecs.describe_task_definition(taskDefinition="py-life")["taskDefinition"]["revision"] == 2
    assert ecs.list_task_definitions(familyPrefix="py-life", status="INACTIVE")["taskDefinitionArns"] == arns[2:]
    refused("ClientException", ecs.run_task, "inactive", taskDefinition="py-life:3")
    refused("ClientException", ecs.deregister_task_definition, taskDefinition="py-life")
    ecs.deregister_task_definition(taskDefinition="py-life:1")
    ecs.deregister_task_definition(taskDefinition="py-life:2")
    assert "py-life" in ecs.list_task_definition_families(status="INACTIVE", familyPrefix="py-life")["families"]
    assert "py-life" not in ecs.list_task_definition_families(status="ACTIVE", familyPrefix="py-life")["families"]
    assert define("py-life")["revision"] == 4


@test
def a_definition_is_deleted_once_it_is_inactive():
    needs("DeleteTaskDefinitions")
    define("py-gone")
    ecs.deregister_task_definition(taskDefinition="py-gone:1")
    reply = ecs.delete_task_definitions(taskDefinitions=["py-gone:1", "py-gone:99"])
    assert [one["status"] for one in reply["taskDefinitions"]] == ["DELETE_IN_PROGRESS"]
    assert len(reply["failures"]) == 1
    assert define("py-gone")["revision"] == 2


@test
def a_definition_that_makes_no_sense_is_refused_with_the_members_name():
    register = ecs.register_task_definition
    refused("ClientException", register, "image", family="py-bad", containerDefinitions=[{"name": "a", "memory": 9}])
    refused("ClientException", register, "memory", family="py-bad", containerDefinitions=[{"name": "a", "image": IMAGE}])
    refused("ClientException", register, "name", family="py-bad", containerDefinitions=[{"image": IMAGE, "memory": 9}])
    refused("ClientException", register, family="py bad!", containerDefinitions=[container()])
    refused("ClientException", register, family="py-bad", containerDefinitions=[container(), container()])
    refused("ClientException", register, "nobody", family="py-bad", containerDefinitions=[container(links=["nobody"])])
    refused("ClientException", register, "4", family="py-bad", containerDefinitions=[container(memory=4)])
    refused(
        "ClientException", register, family="py-bad",
        containerDefinitions=[container("a", essential=False), container("b", essential=False)],
    )
    refused("ClientException", ecs.describe_task_definition, "Unable to describe task definition.", taskDefinition="py-bad")


@test
def a_free_form_version_works_wherever_a_revision_does():
    made = define("py-label", tags=[{"key": "berth:version", "value": "3f2c1ab"}, {"key": "other", "value": "x"}])
    define("py-label", tags=[{"key": "berth:version", "value": "1.0"}])
    seen = ecs.describe_task_definition(taskDefinition="py-label:3f2c1ab", include=["TAGS"])
    assert seen["taskDefinition"] == made
    assert {"key": "berth:version", "value": "3f2c1ab"} in seen["tags"]
    [arn] = run("py-label:3f2c1ab")
    assert task(arn)["taskDefinitionArn"] == made["taskDefinitionArn"]
    stop(arn)
    label = [{"key": "berth:version", "value": "3f2c1ab"}]
    register = ecs.register_task_definition
    refused("ClientException", register, "taken", family="py-label", containerDefinitions=[container()], tags=label)
    define("py-label-other", tags=label)
    for bad in ["12", "0", "a b", "a:b"]:
        refused(
            "ClientException", register, bad, family="py-label", containerDefinitions=[container()],
            tags=[{"key": "berth:version", "value": bad}],
        )
    refused("ClientException", ecs.run_task, "TaskDefinition not found.", taskDefinition="py-label:nosuch")
    tags = [{"key": "berth:version", "value": "moved"}]
    refused("InvalidParameterException", ecs.tag_resource, resourceArn=made["taskDefinitionArn"], tags=tags)
    assert ecs.deregister_task_definition(taskDefinition="py-label:1.0")["taskDefinition"]["revision"] == 2


# --- tasks ----------------------------------------------------------------------------------------------------------


@test
def a_task_has_every_member_of_its_life():
    define("py-life-task", container(portMappings=[{"containerPort": 80}]))
    [arn] = run(
        "py-life-task", group="py-group", startedBy="py", tags=[{"key": "a", "value": "b"}], enableECSManagedTags=True,
        launchType="EC2",
    )
    first = task(arn)
    assert first["lastStatus"] in ("PENDING", "RUNNING") and first["desiredStatus"] == "RUNNING"
    seen = awaited(arn, "RUNNING")
    for time_of in ["createdAt", "startedAt", "pullStartedAt", "pullStoppedAt", "connectivityAt"]:
        assert isinstance(seen[time_of], datetime.datetime), time_of
    assert seen["createdAt"] <= seen["startedAt"]
    assert abs((datetime.datetime.now(datetime.timezone.utc) - seen["createdAt"]).total_seconds()) < 300
    assert (seen["group"], seen["startedBy"], seen["launchType"]) == ("py-group", "py", "EC2")
    assert seen["connectivity"] == "CONNECTED" and seen["containerInstanceArn"] == node()
    assert isinstance(seen["version"], int) and seen["tags"] == []
    tags = task(arn, include=["TAGS"])["tags"]
    assert {"key": "a", "value": "b"} in tags and {"key": "aws:ecs:clusterName", "value": "default"} in tags
    [one] = seen["containers"]
    assert one["name"] == "main" and one["image"] == IMAGE and one["lastStatus"] == "RUNNING"
    assert one["taskArn"] == arn and len(one["runtimeId"]) == 64 and "exitCode" not in one
    [binding] = one["networkBindings"]
    assert binding["containerPort"] == 80 and binding["protocol"] == "tcp" and binding["hostPort"] > 1023
    asked = ecs.stop_task(task=arn, reason="py says so")["task"]
    assert asked["desiredStatus"] == "STOPPED"
    over = awaited(arn, "STOPPED")
    assert (over["stopCode"], over["stoppedReason"]) == ("UserInitiated", "py says so")
    assert over["containers"][0]["exitCode"] == 0 and over["containers"][0]["lastStatus"] == "STOPPED"
    assert over["stoppingAt"] <= over["stoppedAt"] and over["version"] > seen["version"]
    assert ecs.stop_task(task=arn)["task"]["stoppedReason"] == "py says so"


@test
def the_waiters_pass_and_fail_as_they_should():
    define("py-wait")
    [arn] = run("py-wait")
    quick = {"Delay": 1, "MaxAttempts": PATIENCE_SECONDS}
    ecs.get_waiter("tasks_running").wait(tasks=[arn], WaiterConfig=quick)
    ecs.stop_task(task=arn)
    ecs.get_waiter("tasks_stopped").wait(tasks=[arn], WaiterConfig=quick)
    for tasks in [[arn], ["0" * 32]]:
        try:
            ecs.get_waiter("tasks_running").wait(tasks=tasks, WaiterConfig=quick)
        except WaiterError:
            continue
        raise AssertionError("a waiter waits for the dead")


@test
def an_exit_code_and_a_failed_start_are_told():
    define("py-exit", container(command=["sh", "-c", "exit 3"]))
    define("py-command", container(command=["nosuchprogram"]))
    [exits], [fails] = run("py-exit"), run("py-command")
    ended = awaited(exits, "STOPPED")
    assert ended["containers"][0]["exitCode"] == 3 and ended["stopCode"] == "EssentialContainerExited"
    assert ended["stoppedReason"] == "Essential container in task exited"
    assert isinstance(ended["executionStoppedAt"], datetime.datetime)
    failed = awaited(fails, "STOPPED")
    assert failed["stopCode"] == "TaskFailedToStart"
    assert failed["containers"][0]["reason"].startswith("CannotStartContainerError: ")


@test
def unknown_tasks_are_missing():
    reply = ecs.describe_tasks(tasks=["0" * 32])
    assert reply["tasks"] == [] and reply["failures"][0]["reason"] == "MISSING"
    assert reply["failures"][0]["arn"].endswith(":task/default/" + "0" * 32)
    refused("InvalidParameterException", ecs.stop_task, "The referenced task was not found.", task="0" * 32)


@test
def a_client_token_starts_once():
    needs("RunTask", "clientToken")
    define("py-token")
    token = uuid.uuid4().hex
    first = run("py-token", clientToken=token, count=2)
    assert sorted(run("py-token", clientToken=token, count=2)) == sorted(first) and len(first) == 2
    error = refused("ConflictException", ecs.run_task, taskDefinition="py-token", clientToken=token, count=1)
    assert sorted(error["resourceIds"]) == sorted(first), error
    assert len(run("py-token", clientToken=uuid.uuid4().hex)) == 1
    arns = ecs.list_tasks(family="py-token")["taskArns"]
    assert len(arns) == 3
    stop(*arns)


@test
def overrides_are_taken_and_shown():
    define("py-overrides", container(command=["false"], environment=[{"name": "A", "value": "old"}]))
    overrides = {
        "containerOverrides": [
            {
                "name": "main",
                "command": ["sh", "-c", 'test "$A" = new && exit 9'],
                "environment": [{"name": "A", "value": "new"}],
                "cpu": 77,
                "memory": 48,
                "memoryReservation": 16,
            }
        ],
    }
    [arn] = run("py-overrides", overrides=overrides)
    seen = awaited(arn, "STOPPED")
    assert seen["containers"][0]["exitCode"] == 9
    assert seen["overrides"]["containerOverrides"] == overrides["containerOverrides"]
    assert (seen["containers"][0]["cpu"], seen["containers"][0]["memory"]) == ("77", "48")
    refused(
        "InvalidParameterException", ecs.run_task, "nobody", taskDefinition="py-overrides",
        overrides={"containerOverrides": [{"name": "nobody"}]},
    )


@test
def lists_are_filtered():
    define("py-list")
    [one] = run("py-list", startedBy="py-one", group="py-a")
    [two] = run("py-list", startedBy="py-two")
    assert ecs.list_tasks(startedBy="py-one")["taskArns"] == [one]
    assert set(ecs.list_tasks(family="py-list")["taskArns"]) == {one, two}
    assert set(ecs.list_tasks(containerInstance=node())["taskArns"]) >= {one, two}
    assert set(ecs.list_tasks(launchType="EC2")["taskArns"]) >= {one, two}
    assert ecs.list_tasks(launchType="FARGATE", family="py-list")["taskArns"] == []
    assert task(two)["group"] == "family:py-list"
    stop(one)
    assert ecs.list_tasks(family="py-list")["taskArns"] == [two]
    assert ecs.list_tasks(family="py-list", desiredStatus="STOPPED")["taskArns"] == [one]
    stop(two)
    pages = ecs.get_paginator("list_tasks").paginate(
        family="py-list", desiredStatus="STOPPED", PaginationConfig={"PageSize": 1}
    )
    assert sorted(arn for page in pages for arn in page["taskArns"]) == sorted([one, two])


@test
def what_does_not_fit_says_why():
    define("py-big", container(memory=10_000_000))
    [failure] = ecs.run_task(taskDefinition="py-big")["failures"]
    assert failure["reason"] == "RESOURCE:MEMORY" and failure["arn"] == node() and "10000000" in failure["detail"]
    define("py-cpu", container(cpu=1_000_000))
    [failure] = ecs.run_task(taskDefinition="py-cpu")["failures"]
    assert failure["reason"] == "RESOURCE:CPU"
    refused("InvalidParameterException", ecs.run_task, "count", taskDefinition="py-big", count=11)
    refused("ClientException", ecs.run_task, "TaskDefinition not found.", taskDefinition="py-nowhere")


@test
def a_task_starts_where_it_is_told():
    define("py-start", container(command=["true"]))
    reply = ecs.start_task(taskDefinition="py-start", containerInstances=[node(), "0" * 32], startedBy="py")
    [started], [failure] = reply["tasks"], reply["failures"]
    assert started["containerInstanceArn"] == node() and started["startedBy"] == "py"
    assert failure["reason"] == "MISSING"
    assert awaited(started["taskArn"], "STOPPED")["containers"][0]["exitCode"] == 0


@test
def tags_follow_from_the_definition():
    define("py-propagate", tags=[{"key": "from", "value": "definition"}])
    [arn] = run("py-propagate", propagateTags="TASK_DEFINITION", tags=[{"key": "own", "value": "1"}])
    tags = {tag["key"]: tag["value"] for tag in task(arn, include=["TAGS"])["tags"]}
    assert tags == {"from": "definition", "own": "1"}, tags
    ecs.tag_resource(resourceArn=arn, tags=[{"key": "later", "value": "2"}])
    ecs.untag_resource(resourceArn=arn, tagKeys=["own"])
    tags = {tag["key"]: tag["value"] for tag in ecs.list_tags_for_resource(resourceArn=arn)["tags"]}
    assert tags == {"from": "definition", "later": "2"}
    refused("InvalidParameterException", ecs.tag_resource, resourceArn=arn, tags=[{"key": "aws:x", "value": "y"}])
    refused("InvalidParameterException", ecs.list_tags_for_resource, resourceArn="arn:aws:nonsense")
    stop(arn)


# --- container instances --------------------------------------------------------------------------------------------


@test
def a_node_shows_what_it_has():
    [seen] = ecs.describe_container_instances(containerInstances=[node()], include=["TAGS"])["containerInstances"]
    assert seen["status"] == "ACTIVE" and seen["agentConnected"] is True
    assert isinstance(seen["registeredAt"], datetime.datetime) and isinstance(seen["version"], int)
    assert set(seen["versionInfo"]) >= {"agentVersion", "dockerVersion"}
    for resources in [seen["registeredResources"], seen["remainingResources"]]:
        by_name = {one["name"]: one for one in resources}
        assert set(by_name) >= {"CPU", "MEMORY", "PORTS", "PORTS_UDP"}
        assert by_name["CPU"]["type"] == "INTEGER" and isinstance(by_name["CPU"]["integerValue"], int)
        assert "22" in by_name["PORTS"]["stringSetValue"] and by_name["PORTS"]["type"] == "STRINGSET"
    names = {one["name"] for one in seen["attributes"]}
    assert names >= {"ecs.os-type", "ecs.cpu-architecture", "com.amazonaws.ecs.capability.docker-remote-api.1.18"}
    assert ecs.describe_container_instances(containerInstances=["0" * 32])["failures"][0]["reason"] == "MISSING"


@test
def a_node_made_by_hand_comes_and_goes():
    ecs.create_cluster(clusterName="py-hand")
    made = ecs.register_container_instance(
        cluster="py-hand",
        totalResources=[
            {"name": "CPU", "type": "INTEGER", "integerValue": 2048},
            {"name": "MEMORY", "type": "INTEGER", "integerValue": 4096},
            {"name": "PORTS", "type": "STRINGSET", "stringSetValue": ["22"]},
            {"name": "PORTS_UDP", "type": "STRINGSET", "stringSetValue": []},
        ],
        versionInfo={"agentVersion": "1.0.0", "dockerVersion": "DockerVersion: 20.10.0"},
        attributes=[{"name": "rack", "value": "r1"}],
    )["containerInstance"]
    arn = made["containerInstanceArn"]
    assert made["agentConnected"] is False
    define("py-hand")
    [failure] = ecs.run_task(cluster="py-hand", taskDefinition="py-hand")["failures"]
    assert failure["reason"] == "AGENT" and failure["arn"] == arn
    refused("ClusterContainsContainerInstancesException", ecs.delete_cluster, cluster="py-hand")
    [started] = ecs.start_task(cluster="py-hand", taskDefinition="py-hand", containerInstances=[arn])["tasks"] or [None]
    if started:
        refused("InvalidParameterException", ecs.deregister_container_instance, cluster="py-hand", containerInstance=arn)
    gone = ecs.deregister_container_instance(cluster="py-hand", containerInstance=arn, force=True)["containerInstance"]
    assert gone["status"] == "INACTIVE"
    assert ecs.list_container_instances(cluster="py-hand")["containerInstanceArns"] == []
    ecs.delete_cluster(cluster="py-hand")


# --- placement ------------------------------------------------------------------------------------------------------


@test
def a_task_goes_where_its_expression_leads():
    target = {"targetType": "container-instance", "targetId": node()}
    [put] = ecs.put_attributes(attributes=[{"name": "py.disk", "value": "ssd", **target}])["attributes"]
    assert put == {"name": "py.disk", "value": "ssd", "targetId": node()}, put
    listed = ecs.list_attributes(targetType="container-instance", attributeName="py.disk", attributeValue="ssd")
    assert listed["attributes"] == [put], listed
    assert ecs.list_container_instances(filter="attribute:py.disk == ssd")["containerInstanceArns"] == [node()]
    assert ecs.list_container_instances(filter="attribute:py.disk == tape")["containerInstanceArns"] == []
    define("py-picky", placementConstraints=[{"type": "memberOf", "expression": "attribute:py.disk =~ s.d"}])
    strategy = [{"type": "spread", "field": "attribute:ecs.availability-zone"}, {"type": "binpack", "field": "memory"}]
    [arn] = run("py-picky", placementStrategy=strategy, placementConstraints=[{"type": "distinctInstance"}])
    [failure] = ecs.run_task(taskDefinition="py-picky", placementConstraints=[{"type": "distinctInstance"}])["failures"]
    assert failure["reason"] == "DistinctInstance placement constraint unsatisfied.", failure
    stop(arn)
    [gone] = ecs.delete_attributes(attributes=[{"name": "py.disk", **target}])["attributes"]
    assert gone["name"] == "py.disk"
    [failure] = ecs.run_task(taskDefinition="py-picky")["failures"]
    assert failure["arn"] == node() and "py.disk" in failure["detail"], failure
    refused("InvalidParameterException", ecs.run_task, taskDefinition="py-picky",
            placementConstraints=[{"type": "memberOf", "expression": "attribute:py.disk =="}])
    refused("InvalidParameterException", ecs.list_container_instances, filter="no such thing")


@test
def a_draining_node_takes_no_task():
    define("py-drain")
    drained = ecs.update_container_instances_state(containerInstances=[node(), "0" * 32], status="DRAINING")
    assert drained["containerInstances"][0]["status"] == "DRAINING", drained
    assert drained["failures"][0]["reason"] == "MISSING", drained
    try:
        [failure] = ecs.run_task(taskDefinition="py-drain")["failures"]
        assert failure["reason"] == "INACTIVE", failure
        assert ecs.list_container_instances(status="DRAINING")["containerInstanceArns"] == [node()]
    finally:
        ecs.update_container_instances_state(containerInstances=[node()], status="ACTIVE")
    [arn] = run("py-drain")
    stop(arn)


# --- deployments and task sets ----------------------------------------------------------------------------------------


def until(what, look, patience=PATIENCE_SECONDS):
    deadline = time.monotonic() + patience
    while True:
        seen = look()
        if seen:
            return seen
        assert time.monotonic() < deadline, f"not within {patience} s: {what}"
        time.sleep(0.05)


def removed(service):
    ecs.delete_service(service=service, force=True)
    until(f"the end of {service}", lambda: described(service)["status"] == "INACTIVE")


def described(service):
    return ecs.describe_services(services=[service])["services"][0]


def running(service, definition):
    arns = ecs.list_tasks(serviceName=service, desiredStatus="RUNNING")["taskArns"]
    tasks = ecs.describe_tasks(tasks=arns)["tasks"] if arns else []
    return [
        one["taskArn"]
        for one in tasks
        if one["lastStatus"] == "RUNNING" and one["taskDefinitionArn"].endswith(f"/{definition}")
    ]


@test
def an_external_service_is_driven_by_task_sets():
    needs("CreateTaskSet")
    for _ in range(2):
        define("py-sets")
    where = {"cluster": "default", "service": "py-sets"}
    ecs.create_service(serviceName="py-sets", desiredCount=2, deploymentController={"type": "EXTERNAL"})

    def made(definition, percent):
        scale = {"value": percent, "unit": "PERCENT"}
        return ecs.create_task_set(taskDefinition=definition, scale=scale, clientToken=f"t-{definition}", **where)["taskSet"]

    def steady(task_set, count):
        def look():
            seen = ecs.describe_task_sets(taskSets=[task_set["id"]], **where)["taskSets"][0]
            return seen["stabilityStatus"] == "STEADY_STATE" and seen["runningCount"] == count and seen

        return until(f"{count} tasks of {task_set['id']}", look)

    blue = made("py-sets:1", 100.0)
    assert blue["status"] == "ACTIVE" and blue["computedDesiredCount"] == 2, blue
    assert made("py-sets:1", 100.0)["id"] == blue["id"], "the same token"
    steady(blue, 2)
    assert ecs.update_service_primary_task_set(primaryTaskSet=blue["taskSetArn"], **where)["taskSet"]["status"] == "PRIMARY"
    green = made("py-sets:2", 50.0)
    steady(green, 1)
    assert len(running("py-sets", "py-sets:1")) == 2 and len(running("py-sets", "py-sets:2")) == 1
    ecs.update_task_set(taskSet=green["id"], scale={"value": 100.0, "unit": "PERCENT"}, **where)
    steady(green, 2)
    ecs.update_service_primary_task_set(primaryTaskSet=green["id"], **where)
    refused("InvalidParameterException", ecs.delete_task_set, "scaled above 0", taskSet=blue["id"], **where)
    assert ecs.delete_task_set(taskSet=blue["id"], force=True, **where)["taskSet"]["status"] == "DRAINING"
    until("the end of the blue set", lambda: len(ecs.describe_task_sets(**where)["taskSets"]) == 1)
    assert running("py-sets", "py-sets:1") == [] and len(running("py-sets", "py-sets:2")) == 2
    gone = ecs.describe_task_sets(taskSets=[blue["id"]], **where)["failures"]
    assert [one["reason"] for one in gone] == ["MISSING"], gone
    removed("py-sets")
    assert running("py-sets", "py-sets:2") == []


def deployment(arn):
    return ecs.describe_service_deployments(serviceDeploymentArns=[arn])["serviceDeployments"][0]


def newest(service):
    return ecs.list_service_deployments(service=service)["serviceDeployments"][0]["serviceDeploymentArn"]


def over(arn, baking=0):
    look = lambda: "finishedAt" in deployment(arn) and deployment(arn)
    return until("the end of the deployment", look, PATIENCE_SECONDS + baking)


@test
def a_blue_green_deployment_waits_at_a_hook_goes_on_bakes_and_is_done():
    needs("ContinueServiceDeployment")
    for _ in range(2):
        define("py-hook")
    ecs.create_service(serviceName="py-hook", taskDefinition="py-hook:1", desiredCount=1)
    assert over(newest("py-hook"))["status"] == "SUCCESSFUL"
    hook = {
        "targetType": "PAUSE",
        "lifecycleStages": ["POST_SCALE_UP"],
        "timeoutConfiguration": {"timeoutInMinutes": 60, "action": "ROLLBACK"},
    }
    ecs.update_service(
        service="py-hook",
        taskDefinition="py-hook:2",
        deploymentConfiguration={"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1, "lifecycleHooks": [hook]},
    )
    arn = newest("py-hook")
    [waits] = until("the hook", lambda: deployment(arn).get("lifecycleHookDetails"))
    assert waits["status"] == "AWAITING_ACTION" and waits["timeoutAction"] == "ROLLBACK", waits
    assert deployment(arn)["lifecycleStage"] == "POST_SCALE_UP"
    assert len(running("py-hook", "py-hook:1")) == len(running("py-hook", "py-hook:2")) == 1
    refused("InvalidParameterException", ecs.continue_service_deployment, serviceDeploymentArn=arn, hookId="other")
    ecs.continue_service_deployment(serviceDeploymentArn=arn, hookId=waits["hookId"], action="CONTINUE")
    assert deployment(arn)["lifecycleStage"] == "BAKE_TIME"
    assert len(running("py-hook", "py-hook:1")) == 1, "blue stays while green bakes"
    done = over(arn, baking=60)
    assert done["status"] == "SUCCESSFUL" and done["finishedAt"] - done["createdAt"] >= datetime.timedelta(minutes=1), done
    assert running("py-hook", "py-hook:1") == [] and len(running("py-hook", "py-hook:2")) == 1
    removed("py-hook")


@test
def a_deployment_that_is_stopped_goes_back_to_the_revision_before():
    needs("StopServiceDeployment")
    define("py-stop")
    define("py-stop", container(command=["false"]))
    ecs.create_service(serviceName="py-stop", taskDefinition="py-stop:1", desiredCount=1)
    first = over(newest("py-stop"))
    assert first["status"] == "SUCCESSFUL", first
    [task] = running("py-stop", "py-stop:1")
    ecs.update_service(service="py-stop", taskDefinition="py-stop:2")
    arn = newest("py-stop")
    assert ecs.stop_service_deployment(serviceDeploymentArn=arn)["serviceDeploymentArn"] == arn
    back = over(arn)
    assert back["status"] == "ROLLBACK_SUCCESSFUL", back
    assert back["rollback"]["serviceRevisionArn"] == first["targetServiceRevision"]["arn"], back
    assert running("py-stop", "py-stop:1") == [task], "the task that ran before runs on"
    refused("ConflictException", ecs.stop_service_deployment, serviceDeploymentArn=arn)
    [revision] = ecs.describe_service_revisions(serviceRevisionArns=[first["targetServiceRevision"]["arn"]])["serviceRevisions"]
    assert revision["taskDefinition"].endswith("/py-stop:1") and revision["containerImages"][0]["image"] == IMAGE
    removed("py-stop")


@test
def a_protected_task_outlives_scaling_in():
    needs("UpdateTaskProtection")
    define("py-protected")
    ecs.create_service(serviceName="py-protected", taskDefinition="py-protected", desiredCount=2)
    tasks = until("two tasks", lambda: (lambda seen: len(seen) == 2 and seen)(running("py-protected", "py-protected:1")))
    done = ecs.update_task_protection(cluster="default", tasks=tasks[:1], protectionEnabled=True)
    assert done["failures"] == [] and done["protectedTasks"][0]["protectionEnabled"]
    left = done["protectedTasks"][0]["expirationDate"] - datetime.datetime.now(datetime.timezone.utc)
    assert 115 < left.total_seconds() / 60 <= 120, left
    assert ecs.get_task_protection(cluster="default", tasks=tasks[:1])["protectedTasks"] == done["protectedTasks"]
    ecs.update_service(service="py-protected", desiredCount=0)
    until("the end of the other", lambda: running("py-protected", "py-protected:1") == tasks[:1])
    ecs.update_task_protection(cluster="default", tasks=tasks[:1], protectionEnabled=False)
    until("the end of both", lambda: running("py-protected", "py-protected:1") == [])
    [alone] = run("py-protected")
    failures = ecs.update_task_protection(cluster="default", tasks=[alone], protectionEnabled=True)["failures"]
    assert [one["reason"] for one in failures] == ["TASK_NOT_VALID"], failures
    stop(alone)
    removed("py-protected")
# --- services -------------------------------------------------------------------------------------------------------


def served(name):
    return ecs.describe_services(services=[name])["services"][0]


def service_awaited(name, condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition(seen := served(name)):
        assert time.monotonic() < deadline, f"not within {PATIENCE_SECONDS} s: {seen}"
        time.sleep(0.05)
    return seen


def stable(seen):
    return len(seen["deployments"]) == 1 and seen["runningCount"] == seen["desiredCount"]


def gone(name):
    ecs.update_service(service=name, desiredCount=0)
    ecs.delete_service(service=name)
    return service_awaited(name, lambda seen: seen["status"] == "INACTIVE")


@test
def a_service_keeps_its_tasks_and_changes_them():
    define("py-service")
    made = ecs.create_service(
        serviceName="py-web", taskDefinition="py-service", desiredCount=2, tags=[{"key": "team", "value": "blue"}]
    )["service"]
    assert made["status"] == "ACTIVE" and made["tags"] == [{"key": "team", "value": "blue"}]
    service_awaited("py-web", stable)
    ecs.get_waiter("services_stable").wait(services=["py-web"], WaiterConfig={"Delay": 2, "MaxAttempts": 90})
    steady = service_awaited("py-web", lambda seen: seen["events"][0]["message"].endswith("has reached a steady state."))
    assert steady == served("py-web")
    tasks = ecs.list_tasks(serviceName="py-web")["taskArns"]
    assert len(tasks) == 2
    assert task(tasks[0])["group"] == "service:py-web" and task(tasks[0])["startedBy"].startswith("ecs-svc/")
    second = define("py-service")["taskDefinitionArn"]
    updated = ecs.update_service(service="py-web", taskDefinition="py-service")["service"]
    assert updated["taskDefinition"] == second and updated["deployments"][0]["status"] == "PRIMARY"
    service_awaited("py-web", stable)
    for arn in ecs.list_tasks(serviceName="py-web")["taskArns"]:
        assert task(arn)["taskDefinitionArn"] == second
    refused(
        "InvalidParameterException",
        ecs.delete_service,
        "The service cannot be stopped while it is scaled above 0.",
        service="py-web",
    )
    gone("py-web")
    ecs.get_waiter("services_inactive").wait(services=["py-web"], WaiterConfig={"Delay": 2, "MaxAttempts": 90})
    again = ecs.create_service(serviceName="py-web", taskDefinition="py-service", desiredCount=0)["service"]
    assert again["status"] == "ACTIVE"
    gone("py-web")


@test
def a_stopped_task_of_a_service_is_replaced():
    define("py-kept")
    ecs.create_service(serviceName="py-kept", taskDefinition="py-kept", desiredCount=1)
    service_awaited("py-kept", stable)
    [first] = ecs.list_tasks(serviceName="py-kept")["taskArns"]
    stop(first)
    service_awaited("py-kept", stable)
    [second] = ecs.list_tasks(serviceName="py-kept")["taskArns"]
    assert second != first
    gone("py-kept")


@test
def a_daemon_is_on_every_node():
    define("py-daemon")
    ecs.create_service(serviceName="py-daemon", taskDefinition="py-daemon", schedulingStrategy="DAEMON")
    seen = service_awaited("py-daemon", lambda seen: seen["desiredCount"] == 1 and stable(seen))
    assert seen["deploymentConfiguration"]["maximumPercent"] == 100
    ecs.delete_service(service="py-daemon", force=True)
    service_awaited("py-daemon", lambda seen: seen["status"] == "INACTIVE")


@test
def services_are_listed_and_missed():
    define("py-listed")
    for number in range(12):
        ecs.create_service(serviceName=f"py-listed-{number:02}", taskDefinition="py-listed", desiredCount=0)
    assert len(ecs.list_services()["serviceArns"]) == 10
    pages = ecs.get_paginator("list_services").paginate()
    names = [arn.split("/")[-1] for page in pages for arn in page["serviceArns"]]
    assert [name for name in names if name.startswith("py-listed-")] == [f"py-listed-{n:02}" for n in range(12)]
    for number in range(12):
        ecs.delete_service(service=f"py-listed-{number:02}")
    missed = ecs.describe_services(services=["py-nowhere"])
    assert missed["failures"][0]["reason"] == "MISSING" and missed["services"] == []
    refused("ClusterNotFoundException", ecs.describe_services, cluster="py-nowhere", services=["s"])
    refused("ServiceNotFoundException", ecs.update_service, service="py-nowhere", desiredCount=1)


# --- all 77 ---------------------------------------------------------------------------------------------------------


@test
def what_is_not_supported_yet_says_so_by_name():
    calls = {
        "UpdateContainerAgent": lambda: ecs.update_container_agent(containerInstance="x"),
        "CreateCapacityProvider": lambda: ecs.create_capacity_provider(name="c", autoScalingGroupProvider={"autoScalingGroupArn": "a"}),
        "PutAccountSetting": lambda: ecs.put_account_setting(name="taskLongArnFormat", value="enabled"),
    }
    for name, call in calls.items():
        try:
            call()
        except ClientError as error:
            assert error.operation_name == name
            assert name in error.response["Error"]["Message"], error
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
            continue
        raise AssertionError(f"{name} was not refused")


@test
def a_command_for_a_task_that_is_not_there_is_refused():
    refused("InvalidParameterException", ecs.execute_command, task="0" * 32, command="sh", interactive=True)
    refused("InvalidParameterException", ecs.execute_command, task="0" * 32, command="sh", interactive=False)
    refused("ClusterNotFoundException", ecs.execute_command, cluster="py-nowhere", task="0" * 32, command="sh", interactive=True)


@test
def every_answer_has_a_request_id():
    meta = ecs.list_clusters()["ResponseMetadata"]
    assert meta["RequestId"] and meta["HTTPStatusCode"] == 200


def main(wanted):
    passed = failed = skipped = 0
    for one in TESTS:
        if wanted and not any(word in one.__name__ for word in wanted):
            continue
        began = time.monotonic()
        try:
            one()
            passed += 1
            print(f"ok      {one.__name__} ({time.monotonic() - began:.1f} s)", flush=True)
        except Skipped as why:
            skipped += 1
            print(f"skipped {one.__name__}: {why}", flush=True)
        except Exception:
            failed += 1
            print(f"FAILED  {one.__name__}\n{traceback.format_exc()}", flush=True)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
