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
    if sys.excepthook is not sys.__excepthook__:
        sys.excepthook(type(error), error, frames)
    elif standard()[1] is not None:
        traceback.print_exception(type(error), error, frames)


def exit_code(end):
    """What SystemExit means (handle_system_exit of Python/pythonrun.c): none is 0, a number is itself, anything else is a message and 1."""
    if end.code is None:
        return 0
    if isinstance(end.code, int):
        number = int.__index__(end.code)
        return number & 0xFF if -1 << 63 <= number < 1 << 63 else 0xFF
    flush_standard()
    if standard()[1] is None:
        os.write(2, b"%s\n" % str(end.code).encode(errors="backslashreplace"))
    else:
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
    """The exit code of a payload that ended with an exception, which is shown behind what it wrote before."""
    if isinstance(error, SystemExit):
        return exit_code(error)
    flush_standard()
    report(error)
    return 130 if isinstance(error, KeyboardInterrupt) else 1


def standard():
    """The program's streams; none where it has taken one away."""
    return getattr(sys, "stdout", None), getattr(sys, "stderr", None)


def flush(stream, word=NO_WORD):
    """What kept it from being emptied; nothing if it is, or there is nothing to empty (flush_std_files of Python/pylifecycle.c).

    Nothing comes between the word and the write: no signal's handler, which may write as well.
    """
    try:
        if stream is not None and not is_closed(stream):
            PLACE[WORD] = word
            stream.flush()
        return None
    except BaseException as error:
        return error
    finally:
        PLACE[WORD] = NO_WORD


def flush_standard():
    """Before something is shown that comes behind it; quietly (flush_io of Python/pythonrun.c)."""
    for stream in standard():
        flush(stream)


def is_closed(stream):
    try:
        return bool(stream.closed)
    except Exception:
        return False  # whoever only writes and flushes may not know


def emptied(streams, code, ends=False, counts=True):
    """The exit code, which a stream that cannot be flushed makes 120 if that `counts`. With the last write the program has ended if it `ends`."""
    for stream in streams:
        error = flush(stream, last_word(stream, code) if ends else NO_WORD)
        if error is not None and counts:
            code = 120
            if stream is standard()[0]:
                ignored(error, stream)
    return code


def ignored(error, where):
    """Tells of an exception that nobody can catch any more, without our own frame."""
    try:
        sys.unraisablehook(UNRAISABLE((type(error), error, error.__traceback__.tb_next, None, where)))
    except BaseException:
        pass


def unraisable():
    """The type of what sys.unraisablehook takes, which has no name of its own."""

    class Failing:
        def __del__(self):
            raise ValueError

    told = []
    sys.unraisablehook = told.append
    Failing()
    sys.unraisablehook = sys.__unraisablehook__
    return type(told[0])


def end(code):
    """Does what the interpreter does at a program's end, empties the buffers, which makes the code 120 when it fails, and ends.

    The error stream that was there is emptied before the output, so that the program can end with the write of that.
    """
    try:
        atexit._run_exitfuncs()
    except BaseException:
        pass  # Python 3.9 has shown it, and raises it again
    if left := unfinished():
        code = emptied(standard(), code)
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__  # as the interpreter has it before its modules go
        finish(left)
    out, err = standard()
    collects = gc.isenabled()
    gc.disable()  # what it finds may write
    streams = (err, out) if err is not None and err is ERRORS() else (out, err)
    code = emptied(streams, code, ends=True, counts=not left)  # once, as the interpreter has it, whose second time finds no streams
    if collects:
        gc.enable()
    for stream in (sys.__stdout__, sys.__stderr__, OUTPUT(), ERRORS()):
        if stream is not out and stream is not err:
            flush(stream)
    os._exit(code)  # here, where what was told of its end is still held: it is told once


def unfinished():
    """What of the program's does something at its end, as an open file does, which writes what it holds back, or an object with `__del__`.

    First in the order of the program's names, then in that of the collector. What was there before the payload, gc.freeze keeps out of this.
    """
    try:
        kinds = {id(kind): kind for kind in map(type, gc.get_objects()) if id(kind) not in ENDLESS}
        ending = {number for number, kind in kinds.items() if has_end(kind)}
        if not ending:
            return []
        everything = (*PROGRAM.values(), *gc.get_objects(2), *gc.get_objects(0), *gc.get_objects(1))
        left = {id(thing): thing for thing in everything if id(type(thing)) in ending and not is_over(thing)}
        return list(left.values())
    except BaseException:
        return []  # a handler's exception, or no memory: what was printed comes in any case


def has_end(kind):
    try:
        type.__getattribute__(kind, "__del__")
        return True
    except BaseException:
        return False


def is_over(thing):
    """Whether a file is closed, a generator has come to its end, or something else was told of it and lives on."""
    kind = type(thing)
    if kind in FILES:
        return is_closed(thing)
    if kind is types.GeneratorType:
        return thing.gi_frame is None
    if kind is types.CoroutineType:
        return thing.cr_frame is None
    return gc.is_finalized(thing)


def finish(left):
    """Tells all of them, with everything that they may ask still there: nothing runs behind our own end. Files are emptied and stay open."""
    for thing in left:
        kind = type(thing)
        try:
            if kind in FILES:
                flush(thing)
            elif kind is types.CoroutineType:
                thing.close()  # its own end would warn of one that was never awaited, and name a line of ours
            else:
                type.__getattribute__(kind, "__del__")(thing)
        except BaseException as error:
            if not issubclass(kind, io.IOBase):  # which the interpreter keeps quiet about
                ignored(error, kind.__del__)
    for kind in FILES:  # text before the bytes that it becomes
        for thing in left:
            if type(thing) is kind:
                flush(thing)


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
            return bytes((code,)) + LAST_WORD
    except Exception:
        pass  # it ends by the call
    return NO_WORD


def own(text):
    """What each layer of a stream is and has of its own: a payload may put a write or a flush of its own in the place of theirs."""
    return [(type(layer), dict(vars(layer))) for layer in (text, text.buffer, text.buffer.raw)]


def traced():
    """Whether a function of the payload's hears what we do."""
    if sys.gettrace() is not None or sys.getprofile() is not None:
        return True
    if MONITORING is None:
        return False
    return any(MONITORING.get_tool(number) is not None for number in range(6)) or bool(MONITORING._all_events())


def hand_down(text):
    """Leaves no text above the buffer, whose bytes are one write, where the interpreter does as ours do."""
    text._CHUNK_SIZE = 1
    text.write("")


def hands_down():
    """Whether it does; of UTF-8 alone, since encodings that begin with a mark would write that.

    Before 3.10 a signal's handler may come between an assignment and a call.
    """
    low = io.BytesIO()
    text = io.TextIOWrapper(low, encoding="utf-8")
    text.write("text")
    hand_down(text)
    return low.getvalue() == b"text" and sys.version_info >= (3, 10)


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
PLAIN = own(sys.stdout)
MONITORING = getattr(sys, "monitoring", None)
UNRAISABLE = unraisable()

for module in sys.argv[1:]:
    __import__(module)
sys.argv = [NAME]
sys.meta_path.insert(0, AsyncioFinder)
builtins.exit = builtins.quit = sys.exit  # what `site` would have given
exec(compiled(b"warm = 1"), {})  # the way a payload goes, so that what it imports is imported
linecache.clearcache()
traceback.format_exception_only(ValueError, ValueError("warm"))
FILES = (io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom)
"""Files that hold something back."""
KINDS = {kind for kind in map(type, gc.get_objects()) if not has_end(kind)}
KINDS.update((io.FileIO, io.BufferedReader, io.BytesIO, io.StringIO, types.AsyncGeneratorType))
ENDLESS = frozenset(map(id, KINDS))
"""What has nothing to do at its end, or nothing that anybody would see."""
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
end(code)
