"""Take a record out of what GeoJSON, JSON:API, GraphQL and search engines put around it."""

from typing import Any

import msgspec

MAX_GEOMETRY = 2_000
"""Characters of a geometry that is kept with its record."""

_RESOURCE = frozenset(("type", "id", "attributes", "relationships", "links", "meta", "included"))
_FEATURE = frozenset(("type", "id", "properties", "geometry", "bbox"))
_HIT = frozenset(("_index", "_type", "_id", "_score", "_source", "sort"))
_EDGE = frozenset(("node", "cursor"))


def unwrapped(value: dict[str, Any]) -> dict[str, Any]:
    """Return the record that an object is, or that it has inside.

    >>> unwrapped({"type": "bills", "id": "7", "attributes": {"title": "On bees"}})
    {'id': '7', 'title': 'On bees', 'resource': 'bills'}
    >>> unwrapped({"node": {"title": "On bees"}})
    {'title': 'On bees'}
    """
    keys = value.keys()
    if "attributes" in keys and keys <= _RESOURCE and isinstance(value["attributes"], dict):
        rest = {key: value[key] for key in ("relationships", "links") if value.get(key)}
        named = {"resource": value["type"]} if value.get("type") else {}
        return {**_id(value, "id"), **value["attributes"], **named, **rest}
    if "properties" in keys and keys <= _FEATURE and isinstance(value["properties"], dict):
        return {**_id(value, "id"), **value["properties"], **_geometry(value.get("geometry"))}
    if "_source" in keys and keys <= _HIT and isinstance(value["_source"], dict):
        return {**_id(value, "_id"), **value["_source"]}
    if "node" in keys and keys <= _EDGE and isinstance(value["node"], dict):
        return unwrapped(value["node"])
    return value


def unwrapped_raw(raw: msgspec.Raw) -> msgspec.Raw:
    """Return the record inside an object that is still JSON."""
    head = bytes(memoryview(raw)[:200])
    if not any(key in head for key in (b"attributes", b"properties", b"_source", b"node", b'"id"')):
        return raw
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return raw
    inner = unwrapped(value) if isinstance(value, dict) else value
    return raw if inner is value else msgspec.Raw(msgspec.json.encode(inner))


def _id(value: dict[str, Any], key: str) -> dict[str, Any]:
    return {"id": value[key]} if value.get(key) is not None else {}


def _geometry(geometry: Any) -> dict[str, Any]:
    """Return a geometry unless it is large: an outline of a region says nothing of a proposal."""
    if not geometry or len(msgspec.json.encode(geometry)) > MAX_GEOMETRY:
        return {}
    return {"geometry": geometry}
