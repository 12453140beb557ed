from urllib.parse import *
u = urlparse("https://user:pw@host:8080/p/a;x?q=1&q=2#frag"); print(u.hostname, u.port, u.path, u.params, parse_qs(u.query), u._replace(scheme="http").geturl())
print(urljoin("http://a/b/c", "../d"), quote("a b/é?"), unquote("%E2%82%AC+x"), urlencode({"a": [1, 2], "b": "x y"}, doseq=True), parse_qsl("a=1&b=&c"), urlsplit("//h/p"))
