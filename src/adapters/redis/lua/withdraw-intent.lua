-- Gives a target back that nothing was sent to. The run took none then, unless it took one before for another step.
-- KEYS: 1 the target's open intent, 2 the runs of its request   ARGV: 1 run, 2 intent, 3 step
if redis.call('GET', KEYS[1]) ~= ARGV[2] then
  return 0
end
redis.call('DEL', KEYS[1])
local runs = redis.call('HMGET', KEYS[2], 'begun', 'first', 'before')
if runs[1] == ARGV[1] and runs[2] == ARGV[3] then
  redis.call('HSET', KEYS[2], 'begun', runs[3])
end
return 1
