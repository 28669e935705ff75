#!/usr/bin/env python3
"""Sits at a terminal of its own, types into the command given as arguments (a shell in a container), resizes the
window, presses Ctrl-C, and leaves with `exit 9`. Says what it saw; ends with 0 if all was as it should be."""
import fcntl, os, pty, re, select, struct, subprocess, sys, termios, time

PATIENCE = 60


def resize(fd, rows, columns):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def begin_session(terminal):
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)


class Screen:
    def __init__(self, fd):
        self.fd, self.seen = fd, ""

    def type(self, keys):
        os.write(self.fd, keys.encode())

    def until(self, pattern):
        deadline = time.monotonic() + PATIENCE
        while not re.search(pattern, self.seen):
            ready, _, _ = select.select([self.fd], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                sys.exit("not seen within %d s: %s\n%r" % (PATIENCE, pattern, self.seen))
            self.seen += os.read(self.fd, 65536).decode(errors="replace")


def main(command):
    master, slave = pty.openpty()
    resize(slave, 40, 120)
    before = termios.tcgetattr(slave)
    child = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave,
                             preexec_fn=lambda: begin_session(slave))
    try:
        screen = Screen(master)
        screen.until(r"# ")
        screen.type('until [ "$(stty size)" = "40 120" ]; do :; done; echo "first:"$(stty size)\r')
        screen.until(r"first:40 120")
        resize(slave, 50, 132)
        screen.type('until [ "$(stty size)" = "50 132" ]; do :; done; echo "then:"$(stty size)\r')
        screen.until(r"then:50 132")
        # The quotes keep the command's own echo from being taken for what it writes.
        screen.type('echo "be"gun; sleep 7777; echo "no"t\r')
        screen.until(r"begun")
        screen.type("\x03")
        screen.type('echo "al"ive; exit 9\r')
        screen.until(r"alive")
        code = child.wait(PATIENCE)
        if code != 9:
            sys.exit("exit code %d\n%r" % (code, screen.seen))
        if re.search(r"\bnot\r", screen.seen):
            sys.exit("Ctrl-C did not reach the command\n%r" % screen.seen)
        if termios.tcgetattr(slave) != before:
            sys.exit("the terminal is not as it was")
        print("a terminal works")
    finally:
        child.kill()
        child.wait()


main(sys.argv[1:])
