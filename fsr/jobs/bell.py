"""Between those who ask for work, or wait for its end, and the threads of this process."""

import threading


class Bell:
    """Wakes idle threads when work was committed, and waiting requests when work ended.

    A ring is remembered until somebody answers it: a thread that found nothing
    and is just about to sleep must not miss the job committed in between.
    """

    def __init__(self) -> None:
        self._work = threading.Condition()
        self._rings = 0
        self._heeded = 0
        self._end = threading.Condition()
        self._ends = 0

    def ring(self, _job_id: str = "") -> None:
        """Wake one idle thread: there may be work."""
        with self._work:
            self._rings = min(self._rings + 1, max(self._heeded, 1))
            self._work.notify()

    def answer(self, home: threading.Event, seconds: float) -> bool:
        """Sleep until the bell rings; False after `seconds`, or once `home` is set and `employ` told so."""
        with self._work:
            self._work.wait_for(lambda: self._rings > 0 or home.is_set(), seconds)
            if home.is_set() or not self._rings:
                return False
            self._rings -= 1
            return True

    def employ(self, threads: int) -> None:
        """Say how many threads answer, and so how many rings are worth remembering; a negative number takes back."""
        with self._work:
            self._heeded += threads
            self._rings = min(self._rings + max(threads, 0), max(self._heeded, 1))
            self._work.notify_all()

    def ended(self, jobs: int = 1) -> None:
        """Tell those who wait that so many jobs are over."""
        with self._end:
            self._ends += jobs
            self._end.notify_all()

    @property
    def ends(self) -> int:
        """How many ends were told so far."""
        return self._ends

    def wait_for_end(self, since: int, seconds: float) -> None:
        """Sleep until more than `since` jobs have ended, at most `seconds`."""
        with self._end:
            self._end.wait_for(lambda: self._ends > since, seconds)
