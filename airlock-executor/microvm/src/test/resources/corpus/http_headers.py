from http import HTTPStatus, cookies
import http.client, mimetypes
c = cookies.SimpleCookie(); c["a"] = "b c"; c["a"]["path"] = "/"; print(c.output(), HTTPStatus(404).phrase, http.client.responses[418], mimetypes.guess_type("x.tar.gz"))
