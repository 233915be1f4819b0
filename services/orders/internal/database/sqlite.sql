CREATE TABLE IF NOT EXISTS orders (
  number        INTEGER PRIMARY KEY CHECK (number > 0),
  phone         TEXT NOT NULL CHECK (phone GLOB '+[1-9]*' AND substr(phone, 2) NOT GLOB '*[^0-9]*' AND length(phone) <= 16),
  state         TEXT NOT NULL CHECK (state IN ('placed', 'shipped', 'delivered', 'cancelled')),
  state_time    TIMESTAMP NOT NULL,
  items         TEXT NOT NULL,
  place_time    TIMESTAMP NOT NULL,
  expected_date DATE,
  carrier       TEXT NOT NULL DEFAULT '',
  tracking_code TEXT NOT NULL DEFAULT '',
  cancel_reason TEXT NOT NULL DEFAULT ''
);

-- What each wish to cancel came to, by the SHA-256 of its idempotency key.
CREATE TABLE IF NOT EXISTS cancellation (
  key          TEXT PRIMARY KEY,
  number       INTEGER NOT NULL,
  phone        TEXT NOT NULL,
  time         TIMESTAMP NOT NULL,
  outcome      TEXT NOT NULL DEFAULT '',
  outcome_time TIMESTAMP
);
