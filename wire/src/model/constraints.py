"""Digests AWS's published model of ECS into the table that requests are checked against.

    python3 wire/src/model/constraints.py

reads the model that comes with botocore (Apache-2.0, see NOTICE.txt beside the table) and rewrites
wire/src/main/resources/berth/wire/aws/ecs-constraints.txt. Only what a request can reach is kept. Lines:

    operation NAME ERROR…                 what the operation's errors are called
    enum NAME VALUE…
    member STRUCTURE MEMBER RULE…         only members that have a rule

Rules: `!` required, `e:ENUM`, `r:MIN:MAX` of a number, `l:MIN:MAX` length of a text or size of a list or map (either
bound may be empty), `p:REGEX` of a whole text, `s` sensitive (its value is never shown). A rule of a list's elements is
preceded by `[]`, of a map's keys by `{k}`, of its values by `{v}`; these prefixes nest.
"""

import gzip
import json
import pathlib

import botocore

MODEL = pathlib.Path(botocore.__file__).parent / "data/ecs/2014-11-13/service-2.json.gz"
TABLE = pathlib.Path(__file__).parents[1] / "main/resources/berth/wire/aws/ecs-constraints.txt"
# Enums that ECS checks later than the model, in words of its own; so do we.
CHECKED_LATER = {"TaskDefinitionPlacementConstraintType"}


def bounds(shape):
    def text(name):
        value = shape.get(name, "")
        return str(int(value)) if value != "" else ""

    return f"{text('min')}:{text('max')}"


class Digest:
    def __init__(self, model):
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
            found.append(f"{prefix}p:{shape['pattern']}")
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
            errors = [error["shape"] for error in operation["errors"]]
            assert "ClientException" in errors and "InvalidParameterException" in errors, name
            assert operation["input"]["shape"] == name + "Request", name
            assert operation["output"]["shape"] == name + "Response", name
            self.visit(name + "Request")
            yield ["operation", name, *errors]
        for name, values in sorted(self.enums.items()):
            yield ["enum", name, *values]
        for structure, members in sorted(self.members.items()):
            for member, rules in members.items():
                yield ["member", structure, member, *rules]


def main():
    with gzip.open(MODEL) as file:
        model = json.load(file)
    lines = list(Digest(model).lines())
    for line in lines:
        assert all(word and " " not in word and "\n" not in word for word in line), line
    head = f"# From AWS's published model of ECS 2014-11-13 as in botocore {botocore.__version__}. See NOTICE.txt."
    TABLE.write_text("\n".join([head, *map(" ".join, lines)]) + "\n", encoding="utf-8")
    print(f"{len(lines)} lines, {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
