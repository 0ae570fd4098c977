-- Writes what is remembered of a gateway over the version it was made from, with all that follows from it.
-- KEYS: 1 the gateway's state, 2 its episodes, 3 order of notices, then the deliveries
-- ARGV: 1 version it was made from (0: the first), 2 state, 3 at most so many episodes, 4 at most so many notices,
--       5 where mail is announced, 6 number of ended episodes, then these, then the deliveries
local version = redis.call('HGET', KEYS[1], 'version') or '0'
if version ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'version', version + 1, 'state', ARGV[2])
local ended = tonumber(ARGV[6])
for at = 7, 6 + ended do
  redis.call('RPUSH', KEYS[2], ARGV[at])
end
redis.call('LTRIM', KEYS[2], -ARGV[3], -1)
deliver(KEYS[3], tonumber(ARGV[4]), ARGV[5], 4, 7 + ended)
return 1
