-- Comes in front of every script that posts notices: they are written with what they follow from, or not at all.
-- From `first_key` on KEYS are pairs of a mailbox and the marks of its chat, and from `first_arg` on ARGV are pairs
-- of the mailbox's channel and the notice.
local function deliver(order, most, announced, first_key, first_arg)
  local at = 0
  while KEYS[first_key + at] do
    redis.call('RPUSH', KEYS[first_key + at], ARGV[first_arg + at + 1])
    -- A chat that never comes back must not fill the memory: the oldest go.
    redis.call('LTRIM', KEYS[first_key + at], -most, -1)
    redis.call('ZADD', KEYS[first_key + at + 1], redis.call('INCR', order), ARGV[first_arg + at])
    at = at + 2
  end
  if at > 0 then
    redis.call('PUBLISH', announced, '')
  end
end
