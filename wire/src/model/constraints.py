"""Digests AWS's published models into the tables that requests are checked against.

    python3 wire/src/model/constraints.py

reads the models that come with botocore (Apache-2.0, see NOTICE.txt beside the tables) and rewrites
wire/src/main/resources/berth/wire/aws/*-constraints.txt. Only what a request can reach is kept. Lines:

    operation NAME ERROR…                 what the operation's errors are called
    enum NAME VALUE…
    member STRUCTURE MEMBER RULE…         only members that have a rule

Rules: `!` required, `e:ENUM`, `r:MIN:MAX` of a number, `l:MIN:MAX` length of a text or size of a list or map (either
bound may be empty), `p:REGEX` of a whole text (a blank in it is written \\x20), `s` sensitive (its value is never shown). A rule of a list's elements is
preceded by `[]`, of a map's keys by `{k}`, of its values by `{v}`; these prefixes nest.
"""

import gzip
import json
import pathlib

import botocore

MODELS = pathlib.Path(botocore.__file__).parent / "data"
TABLES = pathlib.Path(__file__).parents[1] / "main/resources/berth/wire/aws"
# What we answer of CloudWatch Logs: of all others the names are enough.
LOGS = {
    *("CreateLogGroup", "DeleteLogGroup", "DescribeLogGroups", "PutRetentionPolicy", "DeleteRetentionPolicy"),
    *("CreateLogStream", "DeleteLogStream", "DescribeLogStreams", "PutLogEvents", "GetLogEvents", "FilterLogEvents"),
    *("ListTagsForResource", "TagResource", "UntagResource", "ListTagsLogGroup", "TagLogGroup", "UntagLogGroup"),
}
# What we answer of Secrets Manager, and of Systems Manager.
SECRETS = {
    *("CreateSecret", "GetSecretValue", "PutSecretValue", "UpdateSecret", "DescribeSecret"),
    *("DeleteSecret", "RestoreSecret", "ListSecrets", "TagResource", "UntagResource"),
    *("GetResourcePolicy", "ListSecretVersionIds"),
}
PARAMETERS = {
    *("PutParameter", "GetParameter", "GetParameters", "GetParametersByPath", "DescribeParameters", "DeleteParameter"),
    *("DeleteParameters", "GetParameterHistory", "AddTagsToResource", "RemoveTagsFromResource", "ListTagsForResource"),
}
# Table, folder, what people call it, the errors that a broken rule is told by, operations of which rules are kept.
SERVICES = [
    ("ecs", "ecs/2014-11-13", "ECS 2014-11-13", {"ClientException", "InvalidParameterException"}, None),
    # ListTagsForResource models no ValidationException; AWS answers with one all the same.
    ("scaling", "application-autoscaling/2016-02-06", "Application Auto Scaling 2016-02-06", set(), None),
    ("logs", "logs/2014-03-28", "CloudWatch Logs 2014-03-28", set(), LOGS),
    ("secrets", "secretsmanager/2017-10-17", "Secrets Manager 2017-10-17", set(), SECRETS),
    ("parameters", "ssm/2014-11-06", "Systems Manager 2014-11-06", set(), PARAMETERS),
]
# Enums that ECS checks later than the model, in words of its own; so do we.
CHECKED_LATER = {"TaskDefinitionPlacementConstraintType"}


def bounds(shape):
    def text(name):
        value = shape.get(name, "")
        return str(int(value)) if value != "" else ""

    return f"{text('min')}:{text('max')}"


class Digest:
    def __init__(self, model, told_by, kept):
        self.told_by = told_by
        self.kept = kept
        self.operations = model["operations"]
        self.shapes = model["shapes"]
        self.enums = {}
        self.members = {}

    def rules(self, name, prefix=""):
        """The rules of a value of this shape; visits what it refers to."""
        shape = self.shapes[name]
        kind = shape["type"]
        found = []
        if "min" in shape or "max" in shape:
            found.append(prefix + ("r:" if kind in ("integer", "long", "double", "float") else "l:") + bounds(shape))
        if "enum" in shape and name not in CHECKED_LATER:
            self.enums[name] = shape["enum"]
            found.append(f"{prefix}e:{name}")
        if "pattern" in shape:
            found.append(f"{prefix}p:{shape['pattern']}".replace(" ", r"\x20"))
        if shape.get("sensitive"):
            found.append(prefix + "s")
        if kind == "list":
            found += self.rules(shape["member"]["shape"], prefix + "[]")
        elif kind == "map":
            found += self.rules(shape["key"]["shape"], prefix + "{k}")
            found += self.rules(shape["value"]["shape"], prefix + "{v}")
        elif kind == "structure":
            self.visit(name)
        return found

    def visit(self, name):
        if name in self.members:
            return
        own = self.members[name] = {}
        shape = self.shapes[name]
        required = shape.get("required", [])
        for member, reference in shape["members"].items():
            rules = (["!"] if member in required else []) + self.rules(reference["shape"])
            if rules:
                own[member] = rules

    def lines(self):
        for name, operation in sorted(self.operations.items()):
            errors = [error["shape"] for error in operation.get("errors", [])]
            assert self.told_by <= set(errors), name
            if self.kept is None or name in self.kept:
                assert operation["input"]["shape"] == name + "Request", name
                output = operation.get("output", {"shape": name + "Response"})["shape"]
                # The SDK calls the latter by the former's name.
                assert output in (name + "Response", name + "Result"), name
                self.visit(name + "Request")
            yield ["operation", name, *errors]
        for name, values in sorted(self.enums.items()):
            yield ["enum", name, *values]
        for structure, members in sorted(self.members.items()):
            for member, rules in members.items():
                yield ["member", structure, member, *rules]


def main():
    for table, folder, name, told_by, kept in SERVICES:
        with gzip.open(MODELS / folder / "service-2.json.gz") as file:
            model = json.load(file)
        lines = list(Digest(model, told_by, kept).lines())
        for line in lines:
            assert all(word and " " not in word and "\n" not in word for word in line), line
        head = f"# From AWS's published model of {name} as in botocore {botocore.__version__}. See NOTICE.txt."
        path = TABLES / f"{table}-constraints.txt"
        path.write_text("\n".join([head, *map(" ".join, lines)]) + "\n", encoding="utf-8")
        print(f"{path.name}: {len(lines)} lines, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
