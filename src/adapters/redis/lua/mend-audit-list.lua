-- Puts a request's list of audit entries right, up to the entry to which the log was walked.
-- KEYS: 1 the list   ARGV: 1 walked to, then the entries up to there
local newer = {}
for _, seq in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  if tonumber(seq) > tonumber(ARGV[1]) then
    newer[#newer + 1] = seq
  end
end
redis.call('DEL', KEYS[1])
for at = 2, #ARGV do
  redis.call('RPUSH', KEYS[1], ARGV[at])
end
for _, seq in ipairs(newer) do
  redis.call('RPUSH', KEYS[1], seq)
end
return 1
