import json
value = {"a": [1, 2.5, None, True], "b": {"c": "\u00e9\U0001f600"}}
text = json.dumps(value, sort_keys=True, indent=2)
print(text)
print(json.loads(text) == value)
