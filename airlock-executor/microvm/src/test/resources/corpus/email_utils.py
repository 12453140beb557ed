from email.utils import *
from email.header import decode_header
print(parseaddr("Tim <t@x.org>"), formataddr(("Ü", "u@x")), parsedate_to_datetime("Mon, 20 Nov 1995 19:12:08 -0500"), getaddresses(["a <b@c>, d@e"]), decode_header("=?iso-8859-1?q?p=F6stal?="))
