"""Runs one payload: warms the interpreter, waits for the program on descriptor 0, runs it as __main__, ends.

The snapshot that every run is a copy of is taken at the first read of descriptor 0. So whatever is imported before costs a
payload nothing, and must hold nothing that has to differ between runs: `random`, `uuid`, `tempfile` and OpenSSL draw seeds
and are left to the payload. The arguments are the modules of the image's warm profile.
"""

import sys

sys.path[:] = [folder for folder in sys.path if folder != "/airlock"]

import atexit
import builtins
import gc
import io
import linecache
import os
import traceback
import types

NAME = "<payload>"


def read_payload():
    """Everything up to the end of descriptor 0. The first read is where the snapshot is taken."""
    chunks = []
    while chunk := os.read(0, 1 << 16):
        chunks.append(chunk)
    return b"".join(chunks)


def fresh_main():
    """A __main__ with nothing of ours in it."""
    main = types.ModuleType("__main__")
    main.__builtins__ = builtins
    sys.modules["__main__"] = main
    return main.__dict__


def report(error):
    """Shows an uncaught exception as the interpreter does, without our own frames."""
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename == __file__:
        frames = frames.tb_next
    error = error.with_traceback(frames)
    if sys.excepthook is sys.__excepthook__:
        traceback.print_exception(type(error), error, frames)
    else:
        sys.excepthook(type(error), error, frames)


def exit_code(end):
    """What SystemExit means (sys.exit): none is 0, a number is itself, anything else is a message and 1."""
    if end.code is None:
        return 0
    if isinstance(end.code, int):
        return end.code & 0xFF
    print(end.code, file=sys.stderr)
    return 1


def run(source):
    """The payload's exit code."""
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        print("the payload is not UTF-8: %s" % error, file=sys.stderr)
        return 1
    try:
        linecache.cache[NAME] = (len(text), None, text.splitlines(keepends=True), NAME)
        exec(compile(text, NAME, "exec", dont_inherit=True), fresh_main())
        return 0
    except SystemExit as end:
        return exit_code(end)
    except BaseException as error:
        report(error)
        return 1


def flushed(code):
    """Runs what is registered for the end and empties the buffers; 120 when that fails, as the interpreter has it."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.__stdout__, sys.stderr, sys.__stderr__):
        try:
            if stream is not None and not stream.closed:
                stream.flush()
        except Exception:
            code = code or 120
    return code


# Few large writes instead of many small ones: each is a way out of the guest and back.
sys.stdout = sys.__stdout__ = io.open(
    1, "w", buffering=1 << 17, encoding="utf-8", errors=sys.stdout.errors, closefd=False
)
for module in sys.argv[1:]:
    __import__(module)
sys.argv = [NAME]
builtins.exit = builtins.quit = sys.exit  # what `site` would have given
exec(compile("warm = 1", NAME, "exec"), {})
traceback.format_exception_only(ValueError, ValueError("warm"))
gc.collect()
gc.freeze()

os._exit(flushed(run(read_payload())))
