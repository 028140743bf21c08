-- The outbox at work: who holds a text while it is sent, when it was first tried, by which carrier it left.
alter table outbox add column lease text;
alter table outbox add column tried_at text;
alter table outbox add column gateway text;
create index outbox_sent on outbox (sent_at) where sent_at is not null;

-- What carriers said about texts of ours, each thing once. `reference`: an outbox id, or the text that it answered.
create table deliveries (
  sid text not null,
  state text not null,
  code integer,
  reference text,
  at text not null,
  primary key (sid, state)
) strict;
create index deliveries_of on deliveries (reference);

-- What was taken in from the carrier's list, and may still need its answer sent.
create index inbox_listed on inbox (carrier) where carrier = 'twilio:list';
