-- Posts notices once, by whoever is first to say that it is told.
-- KEYS: 1 the mark that it was told, 2 order of notices, then the deliveries
-- ARGV: 1 how long the mark lasts in ms, 2 at most so many notices, 3 where mail is announced, then the deliveries
if not redis.call('SET', KEYS[1], '', 'PX', ARGV[1], 'NX') then
  return 0
end
deliver(KEYS[2], tonumber(ARGV[2]), ARGV[3], 3, 4)
return 1
