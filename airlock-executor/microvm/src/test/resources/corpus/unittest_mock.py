from unittest import mock
m = mock.Mock(return_value=3); print(m(1, k=2), m.call_args, m.call_count); m.side_effect = [1, ValueError("x")]; print(m())
try: m()
except ValueError as e: print(e)
with mock.patch("os.getcwd", return_value="/fake"):
    import os; print(os.getcwd())
mm = mock.MagicMock(); mm.__len__.return_value = 7; print(len(mm), mm.a.b.c() is mm.a.b.c()); m.assert_called()
