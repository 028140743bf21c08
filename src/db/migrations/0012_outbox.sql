-- When a text was to be sent at first: a postponement moves `due`, and must not make it young again.
alter table outbox add column first_due text;
-- What it costs: the day's budget counts segments.
alter table outbox add column segments integer check (segments > 0);

-- What the answers in the carrier's responses cost, by the day: counted up to that row of the inbox, so that nobody
-- counts a night's texts again for each one that is sent.
create table answered_days (
  since text not null primary key, -- the caucus' midnight, in UTC
  segments integer not null check (segments >= 0),
  upto integer not null
) strict;
