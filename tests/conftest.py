"""What all tests share: property tests are never judged by the clock, CI always tries the same examples, one font."""

import os

from hypothesis import HealthCheck, settings
from tests.support.fonts import take

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")
take()
