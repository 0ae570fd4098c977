-- Takes a target for one step of one run.
-- KEYS: 1 the target's open intent, 2 the runs of its request: `fence`, and `begun`, the newest that took a target
-- ARGV: 1 run, 2 intent
local open = redis.call('GET', KEYS[1])
if open == ARGV[2] then
  -- Sent again after its answer had been lost.
  return { 'opened' }
end
local runs = redis.call('HMGET', KEYS[2], 'fence', 'begun')
-- Asked first: a run that is over must hear so, and not wait for whoever is at work there.
local fence = tonumber(runs[1] or '0')
if tonumber(ARGV[1]) < fence then
  return { 'outrun', string.format('%d', fence) }
end
if open then
  return { 'taken', open }
end
if tonumber(ARGV[1]) > tonumber(runs[2] or '0') then
  redis.call('HSET', KEYS[2], 'begun', ARGV[1])
end
redis.call('SET', KEYS[1], ARGV[2])
return { 'opened' }
