-- Takes a target for one step of one run.
-- KEYS: 1 the target's open intent, 2 its newest token   ARGV: 1 token, 2 intent
local open = redis.call('GET', KEYS[1])
if open == ARGV[2] then
  -- Sent again after its answer had been lost.
  return { 'opened' }
end
if open then
  return { 'taken', open }
end
local newest = tonumber(redis.call('GET', KEYS[2]) or '0')
if tonumber(ARGV[1]) < newest then
  return { 'outrun', string.format('%d', newest) }
end
redis.call('SET', KEYS[1], ARGV[2])
if tonumber(ARGV[1]) > newest then
  redis.call('SET', KEYS[2], ARGV[1])
end
return { 'opened' }
