-- Takes the first notice of a mailbox away, if it is that one; the mark goes when none is left.
-- KEYS: 1 mailbox, 2 marks   ARGV: 1 the notice's id, 2 channel
local first = redis.call('LINDEX', KEYS[1], 0)
if first and cjson.decode(first).id == ARGV[1] then
  redis.call('LPOP', KEYS[1])
end
if redis.call('LLEN', KEYS[1]) == 0 then
  redis.call('ZREM', KEYS[2], ARGV[2])
end
return 1
