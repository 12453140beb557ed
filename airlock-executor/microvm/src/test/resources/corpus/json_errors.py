import json
for text in ("{", "[1,]", "nul", '{"a" 1}', "\x00"):
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        print(error.msg, error.lineno, error.colno, error.pos)
