import datetime as d
start = d.datetime(2024, 2, 28, 23, 30, tzinfo=d.timezone.utc)
print(start + d.timedelta(hours=25), (start - d.datetime(2020, 1, 1, tzinfo=d.timezone.utc)).total_seconds())
print(start.isoformat(), start.strftime("%A %d %B %Y %H:%M:%S %z"), start.isocalendar())
print(d.datetime.fromisoformat("2024-06-01T12:00:00+02:00").astimezone(d.timezone.utc))
print(d.datetime.strptime("31/12/99", "%d/%m/%y"), d.date.max, d.timedelta(days=-1, seconds=1))
