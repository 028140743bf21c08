-- Answers to strangers are counted against a budget by the hour (product.md, Strangers): the count must stay cheap in a flood.
create index inbox_strangers on inbox (at) where kind = 'stranger' and answered = 1;
