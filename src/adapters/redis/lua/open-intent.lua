-- Takes a target for one step of one run.
-- KEYS: 1 the target's open intent, 2 the runs of its request   ARGV: 1 run, 2 intent, 3 step
local refused = target_refusal(KEYS[1], KEYS[2], ARGV[1], ARGV[2])
if refused then
  return refused
end
take_target(KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3])
return { 'opened' }
