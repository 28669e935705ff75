#!/usr/bin/env python3
"""A deployment scheduler of one's own: brings a service to a task definition by task sets, step by step.

Usage: deployer.py SERVICE DEFINITION [--cluster NAME] [--count N] [--steps 10,50,100] [--check COMMAND]
                   [--patience SECONDS]

The service has the EXTERNAL deployment controller; with --count it is made if there is none. Each step scales the new
task set up, waits until it is steady, asks the check, and scales the old one down by as much. If anything goes wrong,
the old set gets all tasks back and the new one goes. It speaks ECS's own calls through boto3; the control plane and the
key are those of `eval "$(./berth env)"`.
"""
import argparse, os, subprocess, sys, time

import boto3

ecs = boto3.client("ecs", endpoint_url=os.environ.get("AWS_ENDPOINT_URL"))


class GivenUp(Exception):
    pass


class Deployer:
    def __init__(self, cluster, service, patience):
        self.where = {"cluster": cluster, "service": service}
        self.patience = patience

    def make(self, count):
        """The service, unless there is one."""
        found = ecs.describe_services(cluster=self.where["cluster"], services=[self.where["service"]])["services"]
        if any(one["status"] == "ACTIVE" for one in found):
            return
        ecs.create_service(cluster=self.where["cluster"], serviceName=self.where["service"], desiredCount=count,
                           deploymentController={"type": "EXTERNAL"})

    def sets(self):
        return ecs.describe_task_sets(**self.where)["taskSets"]

    def scale(self, task_set, percent):
        scale = {"value": float(percent), "unit": "PERCENT"}
        ecs.update_task_set(**self.where, taskSet=task_set["id"], scale=scale)

    def remove(self, task_set):
        ecs.delete_task_set(**self.where, taskSet=task_set["id"], force=True)

    def steady(self, task_set):
        """Waits until all tasks of a set run and are healthy."""
        deadline = time.monotonic() + self.patience
        while True:
            seen = ecs.describe_task_sets(**self.where, taskSets=[task_set["id"]])["taskSets"]
            if not seen or seen[0]["status"] == "DRAINING":
                raise GivenUp("somebody has deleted the new task set")
            if seen[0]["stabilityStatus"] == "STEADY_STATE":
                return seen[0]
            if time.monotonic() > deadline:
                raise GivenUp(f"{seen[0]['runningCount']} of {seen[0]['computedDesiredCount']} tasks run after"
                              f" {self.patience} seconds")
            time.sleep(0.25)

    def deploy(self, definition, steps, check):
        blue = None
        for old in self.sets():
            if old["status"] == "PRIMARY":
                blue = old
            elif old["status"] == "ACTIVE":
                self.remove(old)  # Left behind by one of us that was killed.
        green = ecs.create_task_set(**self.where, taskDefinition=definition, externalId=definition)["taskSet"]
        print(f"{definition} is task set {green['id']}", flush=True)
        try:
            for percent in steps:
                self.scale(green, percent)
                seen = self.steady(green)
                print(f"{percent}%: {seen['runningCount']} tasks run", flush=True)
                if check and subprocess.run(check, shell=True).returncode != 0:
                    raise GivenUp(f"the check says no at {percent}%")
                if blue:
                    self.scale(blue, 100 - percent)
        except BaseException:
            if blue:
                self.scale(blue, 100)
                self.steady(blue)
            self.remove(green)
            raise
        ecs.update_service_primary_task_set(**self.where, primaryTaskSet=green["id"])
        if blue:
            self.remove(blue)
        print(f"{definition} is in production", flush=True)


def main():
    options = argparse.ArgumentParser(description="Brings a service to a task definition, step by step.")
    options.add_argument("service")
    options.add_argument("definition")
    options.add_argument("--cluster", default="default")
    options.add_argument("--count", type=int, help="make the service, with so many tasks, if there is none")
    options.add_argument("--steps", default="10,50,100", help="percent of the tasks; the last must be 100")
    options.add_argument("--check", help="a command; the deployment goes on as long as it succeeds")
    options.add_argument("--patience", type=int, default=300, help="seconds for each step")
    asked = options.parse_args()
    steps = [int(step) for step in asked.steps.split(",")]
    if steps[-1] != 100 or steps != sorted(steps) or steps[0] < 0:
        options.error("--steps must rise from 0 or more to 100")
    deployer = Deployer(asked.cluster, asked.service, asked.patience)
    try:
        if asked.count is not None:
            deployer.make(asked.count)
        deployer.deploy(asked.definition, steps, asked.check)
    except GivenUp as why:
        print(f"given up, {why}; what ran before runs on", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
