"""Hypothesis profiles: `default` for every run, `thorough` by `pytest --hypothesis-profile=thorough`."""

from hypothesis import HealthCheck, Phase, settings

# No deadline: machines are shared, and no test may fail for being slow.
settings.register_profile(
    "default",
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# For `make mutate`, which only asks whether a change is noticed: few examples, and none made smaller.
settings.register_profile(
    "mutation",
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("default")
