-- Posts a digest that is due and sets when the next one is: nobody else posts it, and none is lost in between.
-- KEYS: 1 due times, 2 when the last ones were posted, 3 order of notices, then the deliveries
-- ARGV: 1 channel, 2 when it is due, 3 the next time, 4 now, 5 at most so many notices, 6 where mail is announced,
--       then the deliveries
local due = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not due or tonumber(due) ~= tonumber(ARGV[2]) then
  return 0
end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[4])
-- Whoever was away wants to know how things are, not how they were on each day.
for box = 4, #KEYS, 2 do
  for _, waiting in ipairs(redis.call('LRANGE', KEYS[box], 0, -1)) do
    if string.sub(cjson.decode(waiting).id, 1, 7) == 'digest/' then
      redis.call('LREM', KEYS[box], 1, waiting)
    end
  end
end
deliver(KEYS[3], tonumber(ARGV[5]), ARGV[6], 4, 7)
return 1
