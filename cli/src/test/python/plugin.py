#!/usr/bin/env python3
"""Stands in for AWS's session-manager-plugin in tests: the same arguments, the same protocol, no terminal.

Written from what the sources of aws/session-manager-plugin say of the protocol; shares no code with Berth. What it
types comes from PLUGIN_KEYS. To try what a network never does over TCP, it drops the first output once, as the plugin
does before it is ready, and sends its first two messages in the wrong order.
"""
import base64, hashlib, json, os, socket, struct, sys, time, uuid
from urllib.parse import urlsplit

HEAD = struct.Struct(">I32sIQqQ8s8s32sI")


class WebSocket:
    """Just enough of RFC 6455 for a client."""

    def __init__(self, url):
        at = urlsplit(url)
        assert at.scheme == "ws", url
        self.socket = socket.create_connection((at.hostname, at.port), 30)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {at.path}?{at.query} HTTP/1.1\r\nHost: {at.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        self.input = self.socket.makefile("rb")
        status = self.input.readline()
        assert b" 101 " in status, status
        while self.input.readline().strip():
            pass

    def send(self, payload, opcode):
        mask = os.urandom(4)
        length = len(payload)
        head = bytes([0x80 | opcode])
        if length < 126:
            head += bytes([0x80 | length])
        elif length < 65536:
            head += struct.pack(">BH", 0x80 | 126, length)
        else:
            head += struct.pack(">BQ", 0x80 | 127, length)
        self.socket.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload)))

    def receive(self):
        """The next message's opcode and bytes; pings are answered."""
        parts, kind = b"", 0
        while True:
            first, second = self.input.read(2)
            length = second & 0x7F
            if length == 126:
                (length,) = struct.unpack(">H", self.input.read(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", self.input.read(8))
            payload = self.input.read(length)
            opcode = first & 0x0F
            if opcode == 9:
                self.send(payload, 10)
                continue
            if opcode == 10:
                continue
            if opcode:
                kind = opcode
            parts += payload
            if first & 0x80:
                return kind, parts


def pack(kind, sequence, payload_type, payload, flags=0):
    ident = uuid.uuid4().bytes
    return HEAD.pack(116, kind.encode().ljust(32), 1, int(time.time() * 1000), sequence, flags, ident[8:], ident[:8],
                     hashlib.sha256(payload).digest(), payload_type) + struct.pack(">I", len(payload)) + payload


def unpack(message):
    length, kind, _, created, sequence, _, least, most, digest, payload_type = HEAD.unpack(message[:116])
    assert length == 116 and created > 0
    (size,) = struct.unpack(">I", message[116:120])
    payload = message[120:]
    assert size == len(payload) and (not size or hashlib.sha256(payload).digest() == digest)
    return kind.decode().strip(" \0"), sequence, uuid.UUID(bytes=most + least), payload_type, payload


class Session:
    def __init__(self, session):
        self.id = session["sessionId"]
        self.socket = WebSocket(session["streamUrl"])
        self.socket.send(json.dumps({"MessageSchemaVersion": "1.0", "RequestId": str(uuid.uuid4()),
                                     "TokenValue": session["tokenValue"], "ClientId": str(uuid.uuid4()),
                                     "ClientVersion": "1.2.0.0"}).encode(), 1)
        self.sent = 0
        self.expected = 0
        self.early = {}
        self.unacknowledged = set()
        self.dropped = None
        self.repeated = 0

    def message(self, payload_type, payload):
        made = pack("input_stream_data", self.sent, payload_type, payload)
        self.unacknowledged.add(self.sent)
        self.sent += 1
        return made

    def run(self):
        while True:
            kind, message = self.socket.receive()
            if kind == 8:
                sys.exit("the socket closed without a channel_closed: %r" % message)
            name, sequence, ident, payload_type, payload = unpack(message)
            if name == "acknowledge":
                self.unacknowledged.discard(json.loads(payload)["AcknowledgedMessageSequenceNumber"])
            elif name == "channel_closed":
                return self.closed(json.loads(payload))
            elif name == "output_stream_data":
                self.output(sequence, ident, payload_type, payload)
            else:
                sys.exit("a message of type " + name)

    def output(self, sequence, ident, payload_type, payload):
        if payload_type == 1 and self.dropped is None:
            self.dropped = sequence  # not acknowledged: it must come again
            return
        if sequence == self.dropped and sequence == self.expected:
            self.repeated += 1
        self.socket.send(pack("acknowledge", 0, 0, json.dumps({
            "AcknowledgedMessageType": "output_stream_data", "AcknowledgedMessageId": str(ident),
            "AcknowledgedMessageSequenceNumber": sequence, "IsSequentialMessage": True}).encode(), 3), 2)
        if sequence >= self.expected:
            self.early[sequence] = payload_type, payload
        while self.expected in self.early:
            self.arrived(*self.early.pop(self.expected))
            self.expected += 1

    def arrived(self, payload_type, payload):
        if payload_type == 5:
            actions = json.loads(payload)["RequestedClientActions"]
            assert [a["ActionType"] for a in actions] == ["SessionType"], actions
            assert actions[0]["ActionParameters"]["SessionType"] == "InteractiveCommands", actions
            self.socket.send(self.message(6, json.dumps({
                "ClientVersion": "1.2.0.0", "Errors": [],
                "ProcessedClientActions": [{"ActionType": "SessionType", "ActionStatus": 1, "ActionResult": None,
                                            "Error": ""}]}).encode()), 2)
        elif payload_type == 7:
            size = self.message(3, json.dumps({"cols": 99, "rows": 31}).encode())
            keys = os.environ.get("PLUGIN_KEYS", "").encode()
            if keys:
                self.socket.send(self.message(1, keys), 2)
            self.socket.send(size, 2)
            self.socket.send(size, 2)  # and once more: it counts once
        elif payload_type == 1:
            sys.stdout.buffer.write(payload)
            sys.stdout.flush()
        else:
            sys.exit("a payload of type %d" % payload_type)

    def closed(self, end):
        if end["Output"]:
            print("\n\nSessionId: %s : %s\n" % (self.id, end["Output"]))
        else:
            print("\n\nExiting session with sessionId: %s.\n" % self.id)
        print("retransmitted: %d, unacknowledged: %s" % (self.repeated, sorted(self.unacknowledged)))


def main(arguments):
    if len(arguments) == 1:
        print("\nThe Session Manager plugin was installed successfully. Use the AWS CLI to start a session.\n")
        return
    session, _region, operation, _profile, parameters, _endpoint = arguments[1:7]
    assert operation == "StartSession", operation
    assert json.loads(parameters)["Target"].startswith("ecs:default_"), parameters
    print("\nStarting session with SessionId: " + json.loads(session)["sessionId"])
    Session(json.loads(session)).run()


main(sys.argv)
