try:
    try: {}["k"]
    except KeyError as e: raise ValueError("outer") from e
except ValueError as e: print(repr(e), repr(e.__cause__), e.__suppress_context__)
try:
    try: 1 / 0
    finally: print("finally")
except ZeroDivisionError as e: e.add_note("a note"); print(e.__notes__)
def f():
    try: return "try"
    finally: print("cleanup")
print(f())
try: raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
except* ValueError as e: print("v", e.exceptions)
except* TypeError as e: print("t", e.exceptions)
