"""The database: one engine, typed columns, and the rule of who commits.

Only three places commit: a request answered below 400 (`fsr.web.transaction`),
a job whose task returned (`fsr.jobs.worker`) and a command at its end.
Services add and flush, so that they compose.

SQLite opens every transaction itself.  One that only reads (`reading()`, and
every GET) begins deferred; any other begins IMMEDIATE, because a reader that
turns writer is refused at once with "database is locked" whatever the busy
timeout says.  The price: a writing transaction keeps all other writers out, so
it must be short.  Call `release()` before slow work (hashing, files, children).

The writers of one process wait for each other in a queue of ours (`Turns`):
SQLite lets whoever happens to ask at the right moment go first, so under load
some waited until they failed (50 writers: some refused after 10 s, others
served in 30 ms).
"""

import os
import re
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import sqlalchemy as sa
from flask import Flask, current_app, has_app_context
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column

from fsr.errors import Busy

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of all rows; constraints get names that migrations can drop."""

    metadata = sa.MetaData(naming_convention=NAMING)


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware UTC instant; SQLite has no zone, so it is stored there as naive UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time: say which zone it is in")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


db = SQLAlchemy(model_class=Base)
migrate = Migrate()

# mypy cannot see through `db.Model`; at run time it carries Flask-SQLAlchemy's metadata.
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

big_int = sa.BigInteger().with_variant(sa.Integer, "sqlite")
pk = Annotated[int, mapped_column(big_int, primary_key=True)]
instant = Annotated[datetime, mapped_column(Instant)]

PATIENCE = 10.0
"""Seconds that a writer waits for the others, in this process and again in SQLite."""
LONG = 0.5
"""Seconds after which a waiting writer is passed over no more."""
LOOK = 0.01
"""Seconds between two looks of the first who waits."""

_reading_only: ContextVar[bool] = ContextVar("reading_only", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside only read, and so never wait for a writer."""
    token = _reading_only.set(True)
    try:
        yield
    finally:
        _reading_only.reset(token)


def set_reading(only: bool) -> None:
    """Say whether the transactions of this thread only read, until said otherwise."""
    _reading_only.set(only)


def only_reading() -> bool:
    """Whether a transaction begun now would only read, as in a GET."""
    return _reading_only.get()


def commit() -> None:
    """Commit.  For the request, the job and the command, nobody else."""
    db.session.commit()


def release() -> None:
    """End a transaction that wrote nothing, so that slow work holds no lock.

    :raises RuntimeError: something was written or waits to be written.
    """
    session = db.session()
    if session.new or session.dirty or session.deleted or session.info.get("wrote"):
        raise RuntimeError("release() would lose what was written: do the slow work first")
    session.rollback()


def has_written() -> bool:
    """Whether the current transaction has written something, so that neither `release` nor `apart` may be called."""
    return db.session.registry.has() and bool(db.session().info.get("wrote"))


@contextmanager
def apart() -> Iterator[Session]:
    """Open a short transaction of its own, committed at the end whatever becomes of the request.

    For facts that must outlive a refusal or belong to nobody's change: failed
    sign-ins, view counters, a session's last use, a job's heartbeat.

    :raises RuntimeError: this thread holds a writing transaction (on SQLite the two would wait for each other).
    """
    if has_written():
        raise RuntimeError("apart() inside a writing transaction: write there, or release() first")
    token = _reading_only.set(False)
    try:
        if db.session.registry.has() and db.session().info.get("reading") is False:
            release()
        with Session(db.engine) as session, session.begin():
            yield session
    finally:
        _reading_only.reset(token)


def on_commit(function: Callable[[], None]) -> None:
    """Call `function` once the current transaction is committed, never if it is rolled back."""
    db.session().info.setdefault("on_commit", []).append(function)


def _flushed(session: Session, *_: Any) -> None:
    session.info["wrote"] = True


def _committed(session: Session) -> None:
    if session.in_nested_transaction():
        return  # SQLAlchemy tells of savepoints too
    _forget_transaction(session)
    for function in session.info.pop("on_commit", []):
        function()


def _rolled_back(session: Session) -> None:
    if session.in_nested_transaction():
        return
    _forget_transaction(session)
    session.info.pop("on_commit", None)


def _forget_transaction(session: Session) -> None:
    session.info.pop("wrote", None)
    session.info.pop("reading", None)


def _began(session: Session, _transaction: Any, _connection: sa.Connection) -> None:
    """Note, while this session holds a connection, whether its transaction only reads."""
    session.info["reading"] = _reading_only.get()


def _bulk(state: Any) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info["wrote"] = True


class _Waiter:
    """A thread that waits for its turn; `bell` wakes it, and `is_given` says that the turn is its own.

    is_first  nobody has waited longer
    """

    def __init__(self, is_first: bool) -> None:
        self.since, self.bell, self.is_given, self.is_first = monotonic(), Lock(), False, is_first
        self.bell.acquire()

    @property
    def is_due(self) -> bool:
        """Whether nobody may go before it any more."""
        return monotonic() - self.since > LONG

    def ring(self) -> None:
        """Wake it."""
        if self.bell.locked():
            self.bell.release()


class Turns:
    """One writer at a time, and nobody is passed over for long.

    Whoever runs may go first, because a thread that is woken fights with it for the interpreter, which takes longer
    than most transactions.  So nobody is woken at each end: the first of those who wait looks every `LOOK` whether
    nobody writes.  But who has waited for `LONG` gets the next turn (as in Go's mutex).
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[_Waiter] = deque()
        self._is_taken = False

    def take(self, seconds: float) -> bool:
        """Wait for one's turn; False: it did not come in time."""
        with self._guard:
            if not self._is_taken and not (self._waiting and self._waiting[0].is_due):
                self._is_taken = True
                return True
            mine = _Waiter(is_first=not self._waiting)
            self._waiting.append(mine)
        while (left := mine.since + seconds - monotonic()) > 0:
            mine.bell.acquire(timeout=min(left, LOOK) if mine.is_first else left)
            with self._guard:
                if mine.is_given or (mine.is_first and not self._is_taken):
                    self._is_taken = True
                    self._leave(mine)
                    return True
        return self._too_late(mine)

    def give(self) -> None:
        """Let the next one have it."""
        with self._guard:
            self._is_taken = False
            self._wake()

    def _wake(self) -> None:
        if not self._is_taken and self._waiting and (first := self._waiting[0]).is_due:
            first.is_given = self._is_taken = True
            self._leave(first)
            first.ring()

    def _too_late(self, mine: _Waiter) -> bool:
        with self._guard:
            if mine.is_given:
                return True
            self._leave(mine)
            return False

    def _leave(self, mine: _Waiter) -> None:
        if mine in self._waiting:
            self._waiting.remove(mine)
            if self._waiting:
                self._waiting[0].is_first = True
                self._waiting[0].ring()  # it looks for itself from now on


class Queued(sqlite3.Connection):
    """A connection whose writing transactions wait for their turn; `turns` is shared by those of one engine."""

    turns: Turns
    has_turn = False

    def begin_writing(self) -> None:
        """Begin, once nobody else writes: no thread of this process, and no other process.

        :raises Busy: that took too long; nothing was done.
        """
        if not self.turns.take(PATIENCE):
            raise Busy("too many are writing at once")
        self.has_turn = True
        try:
            self.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            self._give()
            if "locked" not in str(error):
                raise
            raise Busy("another process is writing") from error

    def commit(self) -> None:
        """Commit, then let the next writer begin."""
        super().commit()
        self._give()

    def rollback(self) -> None:
        """Roll back, then let the next writer begin."""
        try:
            super().rollback()
        finally:
            self._give()

    def close(self) -> None:
        """Close; whatever was open is rolled back by that."""
        try:
            super().close()
        finally:
            self._give()

    def _give(self) -> None:
        if self.has_turn:
            self.has_turn = False
            self.turns.give()


def init_app(app: Flask) -> None:
    """Bind the database to `app` and set each connection up."""
    db.init_app(app)
    migrate.init_app(app, db, directory=app.config["MIGRATIONS_DIR"], render_as_batch=True)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _keep_to_ourselves(db.engine.url.database)
            turns = Turns()
            event.listen(db.engine, "do_connect", lambda _dialect, _record, _args, how: how.update(factory=Queued))
            event.listen(db.engine, "connect", lambda connection, _record: setattr(connection, "turns", turns))
            event.listen(db.engine, "connect", _set_up_sqlite)
            event.listen(db.engine, "begin", _begin_sqlite)


event.listen(Session, "after_flush", _flushed)
event.listen(Session, "after_commit", _committed)
event.listen(Session, "after_rollback", _rolled_back)
event.listen(Session, "after_begin", _began)
event.listen(Session, "do_orm_execute", _bulk)


def _keep_to_ourselves(name: str | None) -> None:
    """Make the database's file before SQLite does, which would let everybody on the machine read it."""
    if name and name != ":memory:" and not name.startswith("file:"):
        with suppress(FileNotFoundError):  # no such folder: SQLite says so when it is asked to open the file
            os.close(os.open(name, os.O_RDWR | os.O_CREAT, 0o600))


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin deferred; we begin ourselves
    synchronous = current_app.config["FSR_SQLITE_SYNCHRONOUS"] if has_app_context() else "FULL"
    for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", f"busy_timeout={PATIENCE * 1000:.0f}",
                   "foreign_keys=ON", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("fold", 1, fold, deterministic=True)


def _begin_sqlite(connection: sa.Connection) -> None:
    if _reading_only.get():
        connection.exec_driver_sql("BEGIN")
    else:
        connection.connection.driver_connection.begin_writing()  # type: ignore[union-attr]  # a `Queued`


def fold(text: str | None) -> str | None:
    """`text` for case-blind comparison; also SQLite's `fold()`, whose own lower() knows only ASCII."""
    return None if text is None else re.sub(r"\s+", " ", text).strip().casefold()
