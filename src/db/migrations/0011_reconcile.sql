-- Before a text from the carrier's list is taken in, it is asked whether something newer was heard from that phone: by
-- this index, whatever the size of the inbox. Strangers' texts change nothing, so a flood of them need not be in it.
create index inbox_heard on inbox (person, at) where kind <> 'stranger';
