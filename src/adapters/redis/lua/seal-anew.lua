-- KEYS: the record. ARGV: its text as it was proven, the new seal. 1 when it was still that text.
if redis.call('HGET', KEYS[1], 'json') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'seal', ARGV[2])
return 1
