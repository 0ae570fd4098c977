-- Sets when each digest is due, where that is new or follows another rule; one that is not named is due no more. Also
-- where it is later than its next time can be: the clock had jumped ahead when it was set, and is back.
-- KEYS: 1 due times, 2 rules, 3 when the last ones were posted
-- ARGV: 1 'set', or 'mend' for the last of these alone, 2 so long after its time a digest was posted at it, for sure,
--       then channel, rule, next time, and so on
local named = {}
for at = 3, #ARGV, 3 do
  local channel, rule, next_time = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2])
  named[channel] = true
  local score = redis.call('ZSCORE', KEYS[1], channel)
  local due = score and tonumber(score)
  local is_same = due and redis.call('HGET', KEYS[2], channel) == rule
  if is_same and due > next_time then
    local last = tonumber(redis.call('HGET', KEYS[3], channel) or '0')
    -- A clock that stepped back a little does not bring the same digest twice.
    if last < next_time or last > next_time + tonumber(ARGV[2]) then
      redis.call('ZADD', KEYS[1], ARGV[at + 2], channel)
    end
  elseif not is_same and ARGV[1] == 'set' then
    redis.call('ZADD', KEYS[1], ARGV[at + 2], channel)
    redis.call('HSET', KEYS[2], channel, rule)
  end
end
if ARGV[1] == 'mend' then
  return 1
end
for _, channel in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if not named[channel] then
    redis.call('ZREM', KEYS[1], channel)
    redis.call('HDEL', KEYS[2], channel)
  end
end
return 1
