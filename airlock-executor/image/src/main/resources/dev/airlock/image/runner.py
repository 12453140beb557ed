"""Runs one payload: warms the interpreter, waits for the program on descriptor 0, runs it as __main__, ends.

The snapshot that every run is a copy of is taken at the first read of descriptor 0. What is imported before costs a payload
nothing, is the same in all copies, and so is whatever it drew by then: `freshen` draws anew, and no payload runs if it cannot.
The seed of hash() alone stays the snapshot's. The arguments are the modules of the image's warm profile.
"""

import sys

sys.path[:] = [folder for folder in sys.path if folder != "/airlock"]

import atexit
import builtins
import gc
import io
import linecache
import os
import time
import traceback
import types
from _weakref import ref

NAME = "<payload>"

STALE = 125
"""How a run ends that could not be made different from the others."""

WHOLE = os.environ.pop("AIRLOCK_PAYLOAD", "") == "whole"
"""Whether all of a payload is there when it is asked for, so that fewer bytes than were asked for are the last; else its end is asked for."""

CHUNK = 1 << 16

BOM = b"\xef\xbb\xbf"
"""A mark that editors put before UTF-8."""

SOURCE = io.FileIO(0, closefd=False)

PLACE = bytearray(CHUNK)
"""Where descriptor 0 puts the payload, and where a machine looks for the last word of a program that writes."""

LAST_WORD = b"\xffending"
"""Behind an exit code: who then writes to descriptor 1, and has all of it taken, has ended with that code. Said when the snapshot is taken, it means
that this program knows of it."""

NO_WORD = bytes(len(LAST_WORD) + 1)
WORD = slice(len(NO_WORD))
PLACE[WORD] = b"\0" + LAST_WORD


def read_payload():
    """Everything up to the end of descriptor 0. The first read is where the snapshot is taken; each costs a way out of the guest."""
    count = SOURCE.readinto(PLACE)
    payload = PLACE[:count]
    while count == CHUNK or (count and not WHOLE):
        count = SOURCE.readinto(PLACE)
        payload += PLACE[:count]
    PLACE[WORD] = NO_WORD
    return payload


def drawn(modules):
    """What the random generator draws first after it is seeded anew; nothing where no module has drawn anything yet."""
    random = modules.get("random")
    if random is None:
        return None
    random.seed()
    return random.getrandbits(128)


def freshen(modules, warm):
    """Draws anew what imported modules drew before the snapshot: no two runs share a random number, an id or a file name.

    `warm` was drawn before it, and what is drawn now must differ.
    """
    now = drawn(modules)
    if now is not None and now == warm:
        raise RuntimeError("the machine gives every run the same random bytes")
    if uuid := modules.get("uuid"):
        uuid._node = uuid._last_timestamp = None
    if tempfile := modules.get("tempfile"):
        tempfile._name_sequence = None
    if logging := modules.get("logging"):
        logging._startTime = time.time()


class SelfPipe:
    """What asyncio needs of a pair of sockets, which a guest cannot have, to wake itself up: one end of a pipe."""

    def __init__(self, number):
        self.number = number

    def fileno(self):
        return self.number

    def setblocking(self, blocking):
        os.set_blocking(self.number, blocking)

    def recv(self, most):
        return os.read(self.number, most)

    def send(self, data):
        return os.write(self.number, data)

    def close(self):
        if self.number >= 0:
            os.close(self.number)
            self.number = -1


class AsyncioFinder:
    """Gives asyncio's event loop its pipe when it is imported, and goes away."""

    MODULE = "asyncio.selector_events"

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name != cls.MODULE:
            return None
        sys.meta_path.remove(cls)
        import importlib.util

        spec = importlib.util.find_spec(name)
        run = spec.loader.exec_module

        def exec_module(module):
            del spec.loader.exec_module
            run(module)
            pipes = types.SimpleNamespace(**vars(module.socket))
            pipes.socketpair = lambda: tuple(map(SelfPipe, os.pipe()))
            module.socket = pipes

        spec.loader.exec_module = exec_module
        return spec


def fresh_main():
    """A __main__ as the interpreter makes it for a script, with nothing of ours in it."""
    main = types.ModuleType("__main__")
    main.__builtins__ = builtins
    main.__annotations__ = {}
    main.__file__ = NAME
    main.__cached__ = None
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
        return int.__and__(end.code, 0xFF)
    sys.stdout.flush()
    print(end.code, file=sys.stderr)
    return 1


def compiled(source):
    """The payload's code, its lines known to tracebacks."""
    try:
        text = source.removeprefix(BOM).decode()  # which is what utf-8-sig does, in Python and not in C
    except UnicodeDecodeError as error:
        print("the payload is not UTF-8: %s" % error, file=sys.stderr)
        sys.exit(1)
    linecache.cache[NAME] = (len(text), None, text.splitlines(keepends=True), NAME)
    return compile(text, NAME, "exec", dont_inherit=True)


def ended_by(error):
    """The exit code of a payload that ended with an exception."""
    if isinstance(error, SystemExit):
        return exit_code(error)
    report(error)
    return 130 if isinstance(error, KeyboardInterrupt) else 1


def flush(stream, word=NO_WORD):
    """Whether it could be done where there is something to flush, in the interpreter's eyes (flush_std_files of Python/pylifecycle.c).

    Nothing comes between the word and the write: no signal's handler, which may write as well.
    """
    try:
        if stream is not None and not is_closed(stream):
            PLACE[WORD] = word
            stream.flush()
        return True
    except Exception:
        return False
    finally:
        PLACE[WORD] = NO_WORD


def is_closed(stream):
    try:
        return bool(stream.closed)
    except Exception:
        return False  # whoever only writes and flushes may not know


def flushed(code):
    """Runs what is registered for the end and empties the buffers; 120 when that fails, as the interpreter has it.

    The error stream that was there is emptied before the output, so that the program can end with the write of that.
    """
    atexit._run_exitfuncs()
    ending = told_of_its_end(PROGRAM)
    if ending:
        code = emptied((sys.stdout, sys.stderr), code, False)
        for name in ending:
            PROGRAM.pop(name, None)
    streams = (sys.stderr, sys.stdout) if sys.stderr is ERRORS() else (sys.stdout, sys.stderr)
    collects = gc.isenabled()
    code = emptied(streams, code, True)
    if collects:
        gc.enable()
    for stream in (sys.__stdout__, sys.__stderr__, OUTPUT(), ERRORS()):
        if stream is not streams[0] and stream is not streams[1]:
            flush(stream)
    return code


def told_of_its_end(names):
    """The names of what does something at its end, as an open file does, which writes what it holds back: nothing runs behind our own end.

    What no name of its own holds, but a list or an attribute, is not found.
    """
    try:
        return [name for name, value in names.items() if hasattr(type(value), "__del__")]
    except Exception:
        return []  # a class that answers such a question with an exception


def emptied(streams, code, ends):
    """The exit code, which a stream that cannot be flushed makes 120. Behind the last of them the program may have ended if it `ends`."""
    for stream in streams:
        if not flush(stream, last_word(stream, code) if ends else NO_WORD):
            code = code or 120
    return code


def last_word(stream, code):
    """That the program ends with the write that comes next, where that is our own buffer's, and nothing of the payload's runs before it or behind."""
    try:
        if (
            stream is not None
            and stream is OUTPUT()
            and stream is sys.stdout
            and stream is sys.__stdout__
            and sys.stderr is ERRORS()
            and sys.stderr is sys.__stderr__
            and HANDS_DOWN
            and not traced()
            and not stream.closed
            and stream.encoding == "utf-8"
            and own(stream) == PLAIN
        ):
            hand_down(stream)
            gc.disable()  # what it finds may write
            return bytes((code,)) + LAST_WORD
    except Exception:
        pass  # it ends by the call
    return NO_WORD


def own(text):
    """What each layer of a stream has of its own: a payload may put a write or a flush of its own in the place of theirs."""
    return [vars(text), vars(text.buffer), vars(text.buffer.raw)]


def traced():
    """Whether a function of the payload's hears what we do."""
    if sys.gettrace() is not None or sys.getprofile() is not None:
        return True
    return MONITORING is not None and any(map(MONITORING.get_tool, range(6)))


def hand_down(text):
    """Leaves no text above the buffer, whose bytes are one write, where the interpreter does as ours do."""
    text._CHUNK_SIZE = 1
    text.write("")


def hands_down():
    """Whether it does; of UTF-8 alone, since encodings that begin with a mark would write that."""
    low = io.BytesIO()
    text = io.TextIOWrapper(low, encoding="utf-8")
    text.write("text")
    hand_down(text)
    return low.getvalue() == b"text"


def started():
    """The payload's code, once nothing of this run is as in the others. The snapshot is taken in the middle of it."""
    warm = drawn(sys.modules)
    source = read_payload()
    try:
        freshen(sys.modules, warm)
    except BaseException as error:
        os.write(2, b"airlock: this run cannot be made different from the others: %s\n" % str(error).encode())
        os._exit(STALE)
    return compiled(source)


# Few large writes instead of many small ones: each is a way out of the guest and back.
sys.stdout = sys.__stdout__ = io.open(
    1, "w", buffering=1 << 17, encoding="utf-8", errors=sys.stdout.errors, closefd=False
)
# They live no longer than the payload lets them: a stream that nobody has any more writes what it holds.
OUTPUT = ref(sys.stdout)
ERRORS = ref(sys.stderr)
HANDS_DOWN = hands_down()
PLAIN = [dict(names) for names in own(sys.stdout)]
MONITORING = getattr(sys, "monitoring", None)

for module in sys.argv[1:]:
    __import__(module)
sys.argv = [NAME]
sys.meta_path.insert(0, AsyncioFinder)
builtins.exit = builtins.quit = sys.exit  # what `site` would have given
exec(compiled(b"warm = 1"), {})  # the way a payload goes, so that what it imports is imported
linecache.clearcache()
traceback.format_exception_only(ValueError, ValueError("warm"))
gc.collect()
gc.freeze()
# What is mapped by itself and given back teaches glibc to take blocks of this size from its heap, and to keep twice as much (mallopt(3),
# M_MMAP_THRESHOLD); then half of it is left free there. A program that needs no more makes no call for memory, each a way out of the guest.
bytes(1 << 20)
bytes(1 << 19)

code = 0
PROGRAM = {}
"""The payload's names."""
try:
    payload = started()
    PROGRAM = fresh_main()
    exec(payload, PROGRAM)  # here, so that a payload that looks at the stack sees one frame of ours and no more
except BaseException as error:
    code = ended_by(error)
os._exit(flushed(code))
