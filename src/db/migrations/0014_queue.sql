-- The queue is ordered, counted and paged in SQL, so that a flood of items of one kind hides none of another.
create index queue_open_kinds on queue (kind, owner) where outcome is null;
create index queue_ended on queue (ended_at) where outcome is not null;
create index queue_of_precinct on queue (precinct, at) where precinct is not null;
-- A stranger's phone has one item.
create index queue_of_person on queue (person, kind) where person is not null;
