"""Dramatiq, where `FSR_QUEUE_URL` names a broker: it carries "look at this job" to `fsr work` processes.

A message only wakes a thread, which then takes whatever is due from the table.
So a message that is lost, doubled or late does no harm: the table is the truth,
and every worker's keeper looks at it anyway.  It is acknowledged at once, hence
no broker's time limit can hand a long job out twice.
"""

import logging
from typing import TYPE_CHECKING

import dramatiq
import dramatiq.errors
import pika.exceptions
import redis
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.brokers.redis import RedisBroker

if TYPE_CHECKING:
    from fsr.jobs.pool import Pool

log = logging.getLogger(__name__)

QUEUE = "fsr"
ACTOR = "look"
BUSY_SECONDS = 30.0
"""A process whose threads are all busy keeps a message so long, then lets it go: its keeper will look."""

AWAY_SECONDS = 3.0
"""A broker that does not answer for so long is away; the request that announces a job waits no longer."""


def broker_of(url: str) -> dramatiq.Broker:
    """The broker at `url`, without middleware: what Dramatiq would retry or time, our table does.

    :raises ValueError: it is neither Redis nor RabbitMQ.
    """
    scheme = url.partition("://")[0]
    if scheme in ("redis", "rediss", "unix"):
        client = redis.Redis.from_url(url, socket_connect_timeout=AWAY_SECONDS, socket_timeout=AWAY_SECONDS)
        return RedisBroker(client=client, middleware=[])  # type: ignore[no-untyped-call]  # the library has no types here
    if scheme in ("amqp", "amqps"):
        return RabbitmqBroker(url=url, middleware=[])
    raise ValueError(f"FSR_QUEUE_URL={url!r}: use redis:// or amqp://")


class Courier:
    """Sends; connects at the first message of its process."""

    def __init__(self, url: str) -> None:
        self._broker = broker_of(url)
        self._broker.declare_queue(QUEUE)

    def send(self, job_id: str) -> None:
        """Say that `job_id` waits; a broker that is away costs nothing but the time until the next look."""
        message = dramatiq.Message[None](queue_name=QUEUE, actor_name=ACTOR, args=(job_id,), kwargs={}, options={})
        try:
            self._broker.enqueue(message)
        except (dramatiq.errors.BrokerError, redis.RedisError, pika.exceptions.AMQPError, OSError) as error:
            log.warning("job %s was not announced, a worker will find it by itself: %s", job_id, error)

    def close(self) -> None:
        """Hang up; the next message would connect again."""
        self._broker.close()


class Listener:
    """Receives, in a worker process, and wakes the pool's threads."""

    def __init__(self, url: str, pool: "Pool") -> None:
        self._pool = pool
        broker = broker_of(url)
        dramatiq.actor(actor_name=ACTOR, queue_name=QUEUE, broker=broker)(self._look)
        self._worker = dramatiq.Worker(broker, queues={QUEUE}, worker_threads=1, worker_timeout=250)

    def start(self) -> None:
        """Listen; a broker that is away is tried again by Dramatiq."""
        self._worker.start()

    def stop(self) -> None:
        """Listen no more."""
        self._worker.stop()

    def _look(self, _job_id: str) -> None:
        """Wake a thread; wait for a free one first, so that others get the messages this process is too busy for."""
        self._pool.wait_until_idle(BUSY_SECONDS)
        self._pool.bell.ring()
