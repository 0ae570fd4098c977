-- Takes a target for one step of one run.
-- KEYS: 1 the target's open intent, 2 the fence of its request   ARGV: 1 run, 2 intent
local open = redis.call('GET', KEYS[1])
if open == ARGV[2] then
  -- Sent again after its answer had been lost.
  return { 'opened' }
end
-- Asked first: a run that is over must hear so, and not wait for whoever is at work there.
local fence = tonumber(redis.call('GET', KEYS[2]) or '0')
if tonumber(ARGV[1]) < fence then
  return { 'outrun', string.format('%d', fence) }
end
if open then
  return { 'taken', open }
end
redis.call('SET', KEYS[1], ARGV[2])
return { 'opened' }
