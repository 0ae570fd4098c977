-- Ends every run of a request below a number, and gives the newest run that ever took a target. A fence is never
-- lowered.
-- KEYS: 1 the runs of the request   ARGV: 1 the first run that may still begin a step
local runs = redis.call('HMGET', KEYS[1], 'fence', 'begun')
if tonumber(ARGV[1]) > tonumber(runs[1] or '0') then
  redis.call('HSET', KEYS[1], 'fence', ARGV[1])
end
return tonumber(runs[2] or '0')
