"""The words of Socket Mode's server. docs.slack.dev/apis/events-api/using-socket-mode."""

from __future__ import annotations

from bot.demo import seed
from bot.demo.deliveries import Delivery
from bot.demo.model import Json

APPROXIMATE_CONNECTION_TIME_S = 18060


def hello(connections: int) -> Json:
    """The first word on a connection."""
    return {
        "type": "hello",
        "num_connections": connections,
        "debug_info": {
            "host": "applink-demo",
            "build_number": 1,
            "approximate_connection_time": APPROXIMATE_CONNECTION_TIME_S,
        },
        "connection_info": {"app_id": seed.APP_ID},
    }


def disconnect(reason: str) -> Json:
    """A word before the server closes: the client should connect anew."""
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-demo"}}


def envelope(delivery: Delivery) -> Json:
    """A delivery as it travels. Only events count their attempts."""
    shown: Json = {
        "envelope_id": delivery.envelope_id,
        "payload": delivery.payload,
        "type": delivery.kind,
        "accepts_response_payload": delivery.kind != "events_api",
    }
    if delivery.event_id is not None:
        shown["retry_attempt"] = delivery.attempt
        shown["retry_reason"] = delivery.reason
    return shown
