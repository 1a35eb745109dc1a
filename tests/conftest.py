"""Hypothesis profiles: `default` for every run, `thorough` by `pytest --hypothesis-profile=thorough`."""

from hypothesis import HealthCheck, settings

# No deadline: machines are shared, and no test may fail for being slow.
settings.register_profile(
    "default",
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")
