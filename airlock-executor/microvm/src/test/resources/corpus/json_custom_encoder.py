import json, datetime, decimal
class Encoder(json.JSONEncoder):
    def default(self, o):
        return o.isoformat() if isinstance(o, datetime.date) else str(o)
print(json.dumps([datetime.date(2024, 2, 29), decimal.Decimal("1.10")], cls=Encoder))
print(json.loads("[1.5, 2]", parse_float=decimal.Decimal, parse_int=str))
