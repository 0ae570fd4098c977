-- Comes in front of every script that takes a target for one step of one run.
-- The runs of a request: `fence`; `begun`, the newest that took a target; `first`, the step that it took it for; `before`,
-- what `begun` was until then.

-- What the taker is told instead, or nil when it may take it. Asked again after its answer had been lost, it may.
local function target_refusal(intent_key, runs_key, run, intent)
  local open = redis.call('GET', intent_key)
  if open == intent then
    return nil
  end
  -- Asked first: a run that is over must hear so, and not wait for whoever is at work there.
  local fence = tonumber(redis.call('HGET', runs_key, 'fence') or '0')
  if tonumber(run) < fence then
    return { 'outrun', string.format('%d', fence) }
  end
  return open and { 'taken', open } or nil
end

local function take_target(intent_key, runs_key, run, intent, step)
  local begun = redis.call('HGET', runs_key, 'begun') or '0'
  if tonumber(run) > tonumber(begun) then
    redis.call('HSET', runs_key, 'begun', run, 'first', step, 'before', begun)
  end
  redis.call('SET', intent_key, intent)
end
