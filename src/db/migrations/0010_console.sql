-- The console of headquarters: who may do what, and what was planned. What was done is in events, like everything else.

create table hq_accounts (
  id text not null primary key,
  name text not null unique collate nocase,
  role text not null check (role in ('viewer', 'operator', 'supervisor', 'admin')),
  password text, -- scrypt; null until the invitation was followed
  totp text, -- the shared secret of the second factor, encrypted
  totp_step integer not null default 0, -- the last step used: a code serves once
  made_by text,
  reset_by text, -- who last issued an invitation for it
  made_at text not null,
  blocked_at text,
  seen_event integer not null default 0 -- the end of the log when this person last left
) strict;

create table hq_recovery (
  id text not null primary key, -- a keyed hash of the code
  account text not null references hq_accounts (id),
  used_at text
) strict;
create index hq_recovery_of on hq_recovery (account);

create table hq_invitations (
  id text not null primary key, -- a hash of what is in the link
  account text not null references hq_accounts (id),
  made_by text,
  ends_at text not null,
  used_at text
) strict;

create table hq_sessions (
  id text not null primary key, -- a hash of the cookie
  account text not null references hq_accounts (id),
  made_at text not null,
  seen_at text not null,
  ends_at text not null,
  ended_at text
) strict;
create index hq_sessions_of on hq_sessions (account) where ended_at is null;

-- Browsers that signed in before: their wrong tries are counted apart, so that no outsider can lock an operator out.
create table hq_devices (
  id text not null primary key,
  account text not null references hq_accounts (id),
  made_at text not null
) strict;

create table hq_attempts (
  id text not null primary key,
  failures integer not null,
  since text not null,
  locked_until text
) strict;

-- What one person asked for and a second one must agree to.
create table hq_seconds (
  id text not null primary key,
  kind text not null,
  phase text not null,
  precinct text not null,
  revision integer not null,
  made_by text not null,
  reason text not null,
  at text not null,
  second text,
  outcome text,
  ended_at text
) strict;
create index hq_seconds_open on hq_seconds (precinct) where outcome is null;

create table hq_reminders (
  id text not null primary key,
  title text not null,
  phase text not null check (phase in ('setup', 'practice', 'live', 'closed')),
  stage text not null,
  county text,
  audience text not null check (json_valid(audience)), -- the precincts of the preview: nobody else gets it
  en text not null,
  es text not null,
  due text not null,
  again_after integer check (again_after > 0), -- minutes until the second text; null: only one
  calls_after integer check (calls_after > 0), -- minutes from the last text to the call list; null: none
  step integer not null default 0, -- texts of the ladder that went out
  state text not null check (state in ('second', 'planned', 'sending', 'done', 'cancelled')),
  made_by text not null,
  second text,
  people integer not null,
  segments integer not null,
  made_at text not null,
  ended_at text
) strict;
create index hq_reminders_open on hq_reminders (due) where state in ('planned', 'sending');

-- Who was in the preview, and which text of the outbox is whose.
create table hq_sends (
  id text not null primary key, -- the outbox' id
  reminder text not null references hq_reminders (id),
  step integer not null check (step > 0),
  person text not null,
  precinct text not null,
  phase text not null,
  stage text not null,
  segments integer not null,
  at text not null
) strict;
create index hq_sends_of on hq_sends (reminder, step);
create index hq_sends_to on hq_sends (precinct);
create index hq_sends_at on hq_sends (at);

create table hq_calls (
  id text not null primary key, -- reminder and precinct
  precinct text not null,
  phase text not null,
  why text not null,
  at text not null,
  outcome text,
  made_by text,
  ended_at text
) strict;
create index hq_calls_open on hq_calls (at) where outcome is null;

create table hq_settings (
  id text not null primary key,
  value text not null
) strict;

-- Nobody is reminded of what she has just reported: the commit that moves a precinct on also stops the reminders that
-- still wait for it. What a sender has begun to hand to the carrier is left alone, as its lease says.
create trigger reminders_end_with_a_report after insert on reports begin
  update outbox set state = 'dropped', error = 'reported', lease = null, lease_until = null
  where precinct = new.precinct and priority = 3
    and (state = 'waiting' or (state = 'leased' and tried_at is null))
    and id in (select id from hq_sends where precinct = new.precinct and phase = new.phase and stage not in ('all', new.stage));
end;
create trigger reminders_end_with_a_change after update of stage on reports when new.stage <> old.stage begin
  update outbox set state = 'dropped', error = 'reported', lease = null, lease_until = null
  where precinct = new.precinct and priority = 3
    and (state = 'waiting' or (state = 'leased' and tried_at is null))
    and id in (select id from hq_sends where precinct = new.precinct and phase = new.phase and stage not in ('all', new.stage));
end;
create trigger reminders_end_with_a_check_in after update of checked_in on phones when new.checked_in is not null begin
  update outbox set state = 'dropped', error = 'checked in', lease = null, lease_until = null
  where priority = 3 and (state = 'waiting' or (state = 'leased' and tried_at is null))
    and id in (select s.id from hq_sends s join bindings b on b.precinct = s.precinct
      where b.person = new.person and s.stage = 'never');
end;
create trigger reminders_end_with_a_first_check_in after insert on phones when new.checked_in is not null begin
  update outbox set state = 'dropped', error = 'checked in', lease = null, lease_until = null
  where priority = 3 and (state = 'waiting' or (state = 'leased' and tried_at is null))
    and id in (select s.id from hq_sends s join bindings b on b.precinct = s.precinct
      where b.person = new.person and s.stage = 'never');
end;

-- The console looks at the record by its end, by its author, and by what was said.
create index events_of_hq on events (seq) where substr(actor, 1, 3) = 'hq:';
create index inbox_of_precinct on inbox (precinct, seq) where precinct is not null;
create index outbox_of_precinct on outbox (precinct) where precinct is not null;
