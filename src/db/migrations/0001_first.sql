-- The first schema. The same file is applied by Node (src/db/connection/migrate.ts) and by wrangler on D1.
-- Three kinds of tables: the record (append-only, by triggers), read tables (a function of the record: src/db/event-store/rebuild.ts),
-- and side tables that hold what people said and their phones, so that it can be erased and the record still verifies.

-- One row: the caucus. Written last when a caucus is loaded; without it nothing is served.
create table caucus (
  id integer primary key check (id = 1),
  config text not null check (json_valid(config)),
  loaded text not null, -- the hash of the event that loaded it: tells one configuration from another
  phase text not null check (phase in ('setup', 'practice', 'live', 'closed')),
  phase_version integer not null check (phase_version > 0),
  loaded_at text not null
) strict;

create table counties (
  name text not null primary key,
  county_delegates integer check (county_delegates >= 0),
  state_delegates integer check (state_delegates >= 0)
) strict;

create table precincts (
  id text not null primary key,
  county text not null,
  name text not null,
  district text not null,
  delegates integer not null check (delegates >= 0),
  language text not null check (language in ('en', 'es')),
  timezone text,
  kind text,
  registered integer check (registered >= 0),
  pool text
) strict;
create index precincts_of_county on precincts (county);

-- Side table: the only place where a phone stands. Erase a row and the person is a pseudonym for good.
create table people (
  person text not null primary key,
  phone text not null,
  name text
) strict;

create table bindings (
  person text not null,
  precinct text not null references precincts (id),
  kind text not null check (kind in ('registered', 'backup', 'borrowed')),
  until text check (kind = 'borrowed' or until is null),
  primary key (person, precinct)
) strict;
create index bindings_of_precinct on bindings (precinct);

create table pins (
  hash text not null primary key,
  precinct text not null references precincts (id),
  used_by text,
  used_at text
) strict;

-- The record. (stream, version) is the whole concurrency control; `previous` and its foreign key leave no gaps.
create table events (
  seq integer primary key,
  stream text not null,
  version integer not null check (version > 0),
  previous integer generated always as (nullif(version - 1, 0)) stored,
  type text not null,
  data text not null check (json_valid(data)),
  at text not null,
  actor text not null,
  cause text not null,
  hash text not null,
  unique (stream, version),
  foreign key (stream, previous) references events (stream, version)
) strict;
create trigger events_are_never_changed before update on events
begin
  select raise(abort, 'events are append-only: never changed');
end;
create trigger events_are_never_deleted before delete on events
begin
  select raise(abort, 'events are append-only: never deleted');
end;

-- `insert or replace` deletes without a delete trigger; so the key is looked up before, and refused in its own words.
create trigger events_are_never_replaced before insert on events
when exists (select 1 from events where stream = new.stream and version = new.version or seq = new.seq)
begin
  select raise(abort, 'UNIQUE constraint failed: events.stream, events.version');
end;

-- One row a text, whatever it was: the receipt that makes a redelivery harmless.
create table inbox (
  seq integer primary key,
  sid text not null unique,
  carrier text not null,
  person text not null,
  at text not null,
  precinct text,
  kind text not null,
  answered integer not null check (answered in (0, 1))
) strict;
create index inbox_answered on inbox (person, seq) where answered = 1;
create trigger inbox_is_never_changed before update on inbox
begin
  select raise(abort, 'the inbox is append-only: never changed');
end;
create trigger inbox_is_never_deleted before delete on inbox
begin
  select raise(abort, 'the inbox is append-only: never deleted');
end;
create trigger inbox_is_never_replaced before insert on inbox
when exists (select 1 from inbox where sid = new.sid or seq = new.seq)
begin
  select raise(abort, 'UNIQUE constraint failed: inbox.sid');
end;

-- Side tables of the inbox: what was said and shown. They can be erased.
create table texts (
  seq integer primary key references inbox (seq),
  body text not null,
  reply text not null
) strict;
create table media (
  seq integer not null references inbox (seq),
  n integer not null,
  url text not null,
  type text not null,
  primary key (seq, n)
) strict;

-- Read tables.
create table reports (
  phase text not null check (phase in ('practice', 'live')),
  precinct text not null,
  version integer not null check (version > 0),
  stage text not null check (stage in ('silent', 'initial', 'awaiting', 'approved', 'held')),
  revision integer not null,
  number integer not null check (number >= 0),
  at text not null,
  draft text not null check (json_valid(draft)),
  record text check (json_valid(record)),
  published text check (json_valid(published)),
  primary key (phase, precinct)
) strict;

create table phones (
  person text not null primary key,
  version integer not null check (version > 0),
  language text check (language in ('en', 'es')),
  checked_in text,
  opted_out integer not null check (opted_out in (0, 1))
) strict;

-- What headquarters must see. The bot inserts once; owner and outcome are headquarters'.
create table queue (
  id text not null primary key,
  kind text not null,
  phase text not null,
  precinct text,
  person text,
  at text not null,
  detail text not null,
  owner text,
  taken_at text,
  outcome text,
  ended_at text
) strict;
create index queue_open on queue (at) where outcome is null;

-- Texts that are not answers to one. Leased while being sent, so that two senders do not send one text.
create table outbox (
  id text not null primary key,
  person text not null,
  body text not null,
  due text not null,
  priority integer not null check (priority between 0 and 3),
  precinct text,
  cause text not null,
  state text not null default 'waiting' check (state in ('waiting', 'leased', 'sent', 'failed', 'dropped')),
  attempts integer not null default 0,
  lease_until text,
  carrier_sid text unique,
  delivery text,
  error text,
  sent_at text
) strict;
create index outbox_due on outbox (priority, due) where state in ('waiting', 'leased');

create table snapshots (
  phase text not null check (phase in ('practice', 'live')),
  sequence integer not null check (sequence > 0),
  at text not null,
  body text not null check (json_valid(body)),
  root text not null,
  signature text,
  primary key (phase, sequence)
) strict;

-- Never holds a row. Both databases run a fixed list of statements, all or none, and only a broken constraint stops it:
-- `insert into guards select 1 where <condition>` does, where the condition is true.
create table guards (
  stop integer constraint guard_refused check (stop is null)
) strict;
