-- Claims what is due by the bot's clock. The lease runs on Redis's own clock: it is about a process that
-- may have died, and the bot's clock can be moved.
-- KEYS: 1 due times, 2 leases   ARGV: 1 now on the bot's clock, 2 lease in ms, 3 at most so many
local time = redis.call('TIME')
local real_now = time[1] * 1000 + math.floor(time[2] / 1000)
local claimed = {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])) do
  if #claimed >= tonumber(ARGV[3]) then
    break
  end
  local lease = redis.call('HGET', KEYS[2], member)
  if not lease or tonumber(lease) <= real_now then
    redis.call('HSET', KEYS[2], member, string.format('%d', real_now + ARGV[2]))
    claimed[#claimed + 1] = member
  end
end
return claimed
