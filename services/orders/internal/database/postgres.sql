-- IF NOT EXISTS alone lets two transactions make the same table, and one fail.
SELECT pg_advisory_xact_lock(78095, 50054);

CREATE TABLE IF NOT EXISTS orders (
  number        BIGINT PRIMARY KEY CHECK (number > 0),
  phone         TEXT NOT NULL CHECK (phone ~ '^\+[1-9][0-9]{0,14}$'),
  state         TEXT NOT NULL CHECK (state IN ('placed', 'shipped', 'delivered', 'cancelled')),
  state_time    TIMESTAMPTZ NOT NULL,
  items         TEXT NOT NULL,
  place_time    TIMESTAMPTZ NOT NULL,
  expected_date DATE,
  carrier       TEXT NOT NULL DEFAULT '',
  tracking_code TEXT NOT NULL DEFAULT '',
  cancel_reason TEXT NOT NULL DEFAULT ''
);

-- What each wish to cancel came to, by the SHA-256 of its idempotency key.
CREATE TABLE IF NOT EXISTS cancellation (
  key          TEXT PRIMARY KEY,
  number       BIGINT NOT NULL,
  phone        TEXT NOT NULL,
  time         TIMESTAMPTZ NOT NULL,
  outcome      TEXT NOT NULL DEFAULT '',
  outcome_time TIMESTAMPTZ
);
