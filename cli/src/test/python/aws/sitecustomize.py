"""Makes of `aws` a server of AWS CLIs: it has imported the CLI, and forks a process for each call.

Most of what a call costs is Python reading the CLI. Python imports a module of this name before it runs a program; it does
nothing unless AwsForks started the program. Calls come as lines of JSON; each is answered with a line: the exit code.
"""

import json
import os
import signal
import sys
import traceback


def call(asked):
    data = os.environ["AWS_DATA_PATH"]  # the CLI has added to it where its own models are
    os.environ.clear()
    os.environ.update(asked["environment"], AWS_DATA_PATH=data)
    for number, path, flags in (
        (0, "/dev/null", os.O_RDONLY),
        (1, asked["out"], os.O_WRONLY),
        (2, asked["err"], os.O_WRONLY),
    ):
        file = os.open(path, flags)
        os.dup2(file, number)
        os.close(file)
    sys.argv = ["aws"] + asked["words"]
    sys.stdin = os.fdopen(0, "r", closefd=False)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", closefd=False)
    from awscli import clidriver

    code = 255
    try:
        code = clidriver.main()
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return code if isinstance(code, int) else int(code is not None)


def serve():
    from awscli import clidriver

    clidriver.create_clidriver()  # reads all that a first call would
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            code = 255
            try:
                code = call(asked)
            except BaseException:
                traceback.print_exc()
                sys.stderr.flush()
            finally:
                os._exit(code)
        signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
        signal.alarm(asked["seconds"])
        _, status = os.waitpid(child, 0)
        signal.alarm(0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if os.environ.get("BERTH_AWS_FORKS"):
    try:
        serve()
    finally:
        os._exit(0)
