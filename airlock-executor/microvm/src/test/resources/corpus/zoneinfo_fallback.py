import zoneinfo, datetime
print(datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=5, minutes=30))).isoformat())
try: zoneinfo.ZoneInfo("Nowhere/None")
except zoneinfo.ZoneInfoNotFoundError as e: print(type(e).__name__)
