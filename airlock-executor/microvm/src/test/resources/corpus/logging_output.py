import logging, sys, io
out = io.StringIO(); h = logging.StreamHandler(out); h.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s:%(funcName)s:%(lineno)d"))
log = logging.getLogger("app.part"); log.addHandler(h); log.setLevel(logging.INFO); log.propagate = False
def act():
    log.debug("no"); log.info("yes %d", 5); log.warning("careful")
    try: 1 / 0
    except ZeroDivisionError: log.exception("bad")
act(); print(out.getvalue()); logging.basicConfig(stream=sys.stdout, format="%(message)s"); logging.error("root")
