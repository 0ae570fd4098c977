-- Claims what is due by the bot's clock. The lease runs on Redis's own clock: it is about a process that
-- may have died, and the bot's clock can be moved. Answers with the end of the lease, then what was claimed.
-- KEYS: 1 due times, 2 leases   ARGV: 1 now on the bot's clock, 2 lease in ms, 3 at most so many,
--       4 the kinds that are known (' warning expiry ')
local time = redis.call('TIME')
local real_now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease_end = string.format('%d', real_now + ARGV[2])
-- What was claimed before and came back may come back for ever: it waits behind what is due for the first time.
local first, again = {}, {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])) do
  local kind = string.match(member, '^%S+')
  if kind and string.find(ARGV[4], ' ' .. kind .. ' ', 1, true) then
    local lease = redis.call('HGET', KEYS[2], member)
    if not lease then
      first[#first + 1] = member
    elseif tonumber(lease) <= real_now then
      again[#again + 1] = { member = member, since = tonumber(lease) }
    end
  end
end
table.sort(again, function(a, b)
  return a.since < b.since
end)
for _, one in ipairs(again) do
  first[#first + 1] = one.member
end
local claimed = { lease_end }
for i = 1, math.min(#first, tonumber(ARGV[3])) do
  redis.call('HSET', KEYS[2], first[i], lease_end)
  claimed[#claimed + 1] = first[i]
end
return claimed
