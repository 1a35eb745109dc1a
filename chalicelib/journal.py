"""Structured logs and metrics through Powertools. Metrics go out as log lines, so no call waits for them."""

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit

# Which field of which event is a metric; events without one are counted under their own name.
_MEASURED = {
    "page_sent": (("PageLateness", "late_seconds", MetricUnit.Seconds),),
    "audited": (
        ("Overdue", "overdue_seconds", MetricUnit.Seconds),
        ("SweepAge", "sweep_age_seconds", MetricUnit.Seconds),
        ("DeliveryAge", "delivery_age_seconds", MetricUnit.Seconds),
    ),
}
_COUNTED = {
    "accepted": "DeliveriesAccepted",
    "refused": "DeliveriesRefused",
    "page_sent": "PagesSent",
    "page_failed": "PagesFailed",
    "page_delayed": "PagesDelayed",
    "page_delivered": "PagesDelivered",
    "alert_dropped": "AlertsDropped",
    "secrets_kept": "SecretsKept",
    "nobody_reached": "NobodyReached",
}
_WARNINGS = frozenset({"refused", "page_failed", "page_delayed", "platform_revoked", "secrets_kept", "nobody_reached"})


class PowertoolsJournal:
    """One line of JSON per event. Fields are ids, times and counts, never a customer's text."""

    def __init__(self, stage: str) -> None:
        self._logger = Logger()
        self._metrics = Metrics()
        # The alarms of a stage must not hear another one's metrics.
        self._metrics.set_default_dimensions(stage=stage)

    def note(self, event: str, **fields: str | int | float | None) -> None:
        if event in _WARNINGS:
            self._logger.warning(event, stacklevel=3, extra=fields)
        else:
            self._logger.info(event, stacklevel=3, extra=fields)
        for name, field, unit in _MEASURED.get(event, ()):
            value = fields.get(field)
            if isinstance(value, int | float):
                self._metrics.add_metric(name=name, unit=unit, value=value)
        if event in _COUNTED:
            self._metrics.add_metric(name=_COUNTED[event], unit=MetricUnit.Count, value=1)

    def flush(self) -> None:
        """Write what was measured since the last time, if anything was."""
        if self._metrics.metric_set:
            self._metrics.flush_metrics()
