-- Sets when each digest is due, where that is new or follows another rule; one that is not named is due no more.
-- KEYS: 1 due times, 2 rules   ARGV: channel, rule, next time, and so on
local named = {}
for at = 1, #ARGV, 3 do
  local channel, rule, next_time = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  named[channel] = true
  if redis.call('HGET', KEYS[2], channel) ~= rule or not redis.call('ZSCORE', KEYS[1], channel) then
    redis.call('ZADD', KEYS[1], next_time, channel)
    redis.call('HSET', KEYS[2], channel, rule)
  end
end
for _, channel in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if not named[channel] then
    redis.call('ZREM', KEYS[1], channel)
    redis.call('HDEL', KEYS[2], channel)
  end
end
return 1
