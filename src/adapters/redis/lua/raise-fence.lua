-- Ends every run of a request below a number; a fence is never lowered.
-- KEYS: 1 the request's fence   ARGV: 1 the first run that may still begin a step, 2 milliseconds that it is kept
local fence = tonumber(redis.call('GET', KEYS[1]) or '0')
if tonumber(ARGV[1]) > fence then
  fence = tonumber(ARGV[1])
end
redis.call('SET', KEYS[1], string.format('%d', fence), 'PX', ARGV[2])
return fence
