"""Token bucket for rate limits (throttling): limits a rate and allows a burst after a quiet time."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class TokenBucket:
    """Gains `rate` tokens a second, up to `burst`; starts full. Times are in seconds of any one clock."""

    rate: float
    burst: float
    updated_at: float
    tokens: float = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = self.burst

    def reserve(self, now: float) -> float:
        """Take a token, leaving a debt if there is none. Returns the seconds to wait until the debt is paid."""
        self._refill(now)
        self.tokens -= 1
        return max(0.0, -self.tokens / self.rate)

    def try_take(self, now: float) -> float:
        """Take a token if there is one. Returns 0, or the seconds until there is one."""
        seconds = self.seconds_to_next(now)
        if not seconds:
            self.tokens -= 1
        return seconds

    def give_back(self) -> None:
        """Give back a token that was taken for nothing."""
        self.tokens = min(self.burst, self.tokens + 1)

    def seconds_to_next(self, now: float) -> float:
        """Return the seconds until there is a token, 0 if there is one; take none."""
        self._refill(now)
        return max(0.0, (1 - self.tokens) / self.rate)

    def _refill(self, now: float) -> None:
        self.tokens = min(self.burst, self.tokens + max(0.0, now - self.updated_at) * self.rate)
        self.updated_at = now
