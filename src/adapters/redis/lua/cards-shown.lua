-- Remembers what a chat shows; the behind mark goes when that is the newest version, and comes when it is not.
-- KEYS: 1 cards, 2 request, 3 behind marks of that chat   ARGV: 1 chat, 2 cards, 3 version shown, 4 id
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
local newest = redis.call('HGET', KEYS[2], 'version')
if not newest or tonumber(ARGV[3]) >= tonumber(newest) then
  redis.call('ZREM', KEYS[3], ARGV[4])
else
  redis.call('ZADD', KEYS[3], newest, ARGV[4])
end
return 1
