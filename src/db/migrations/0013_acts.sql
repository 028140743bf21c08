-- An act of headquarters is found by the form that brought it, so that a form sent twice acts once.
create index events_of_acts on events (cause) where substr(cause, 1, 3) = 'hq:';
