"""Links in the spellings that lead to one page."""

from urllib.parse import urlsplit


def link_spellings(link: str) -> tuple[str, ...]:
    """Return the spellings of a link that lead to the same page, always in the same order.

    >>> link_spellings("http://www.a.example/x/#top")[0]
    'https://a.example/x'
    >>> link_spellings("https://a.example/x") == link_spellings("http://a.example/x/")
    True
    """
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # an unclosed bracket, a port that is no number
        return (link,)
    if parts.scheme not in ("http", "https") or not host:
        return (link,)
    query = f"?{parts.query}" if parts.query else ""
    path = parts.path.rstrip("/")
    return tuple(
        f"{scheme}://{www}{host}{port}{path}{slash}{query}"
        for slash in ("", "/")
        for www in ("", "www.")
        for scheme in ("https", "http")
    )
