-- Takes the first notice of that id out of a mailbox; the mark goes when none is left.
-- KEYS: 1 mailbox, 2 marks   ARGV: 1 the notice's id, 2 channel
for _, notice in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  if cjson.decode(notice).id == ARGV[1] then
    redis.call('LREM', KEYS[1], 1, notice)
    break
  end
end
if redis.call('LLEN', KEYS[1]) == 0 then
  redis.call('ZREM', KEYS[2], ARGV[2])
end
return 1
