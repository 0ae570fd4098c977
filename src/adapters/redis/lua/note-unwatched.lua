-- Notes that a gateway is not watched, or is again, with what people are told of it: once, by whoever is first.
-- KEYS: 1 since when gateways are not watched, 2 order of notices, then the deliveries
-- ARGV: 1 gateway, 2 since when, empty when it is watched again, 3 at most so many notices, 4 where mail is announced,
--       then the deliveries
local was = redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1
if was == (ARGV[2] ~= '') then
  return 0
end
if was then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
end
deliver(KEYS[2], tonumber(ARGV[3]), ARGV[4], 3, 5)
return 1
